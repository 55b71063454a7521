// Draws the pictures of compare.html as markup: by style sheets where rows are compared, as SVG where two axes meet. No
// script draws anything, so that paper and screen readers get all of it.
#pragma once

#include <string>

#include "compare/results.h"
#include "report/page/html/html.h"

namespace tricolor::harness {

/// A policy's name with its mark, as every picture shows it.
std::string policy_mark(const StudyResults& study, std::size_t policy);

/// A figure with its unit's digits: shares in per cent.
std::string figure_text(Metric metric, double value);
/// The same with a sign.
std::string signed_text(Metric metric, double value);
/// "−3.2 [−4.1 … −2.3]".
std::string interval_markup(Metric metric, const Comparison& comparison);
/// "better, beyond the minimum".
Bilingual verdict_text(const Comparison& comparison);

/// The differences of the primary metrics in multiples of the smallest that matters, with the band of ± 1.
std::string forest_html(const StudyResults& study);
/// One figure by day since the switch for all policies, with the band from the tenth to the ninetieth of 100 months.
std::string curve_svg(const StudyResults& study, Curve curve);
/// Wrongful colour days per 1,000 innocent shop-years of each trade, by policy.
std::string groups_html(const StudyResults& study);
/// Minutes of officers' work by squad and hour.
std::string load_html(const StudyResults& study);
/// Officers' hours a day against violation-hours, with intervals.
std::string trade_off_svg(const StudyResults& study);

}  // namespace tricolor::harness
