// Makes site.html: where cameras and officers would pay most, what that is worth on fresh days, and where cameras would
// only watch those who are watched already.
#pragma once

#include <string>

#include "report/page/html/html.h"
#include "site/site_study.h"

namespace tricolor::harness {

/// The whole page, which loads nothing and is read without a script.
std::string site_page(const SiteResults& site);

/// A camera's place in words: "新华路 120 米处，向北".
Bilingual place_of(const SiteResults& site, const ExtraCamera& camera);

}  // namespace tricolor::harness
