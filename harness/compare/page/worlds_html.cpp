#include "compare/page/worlds_html.h"

#include <fmt/format.h>

#include "compare/page/compare_charts.h"
#include "compare/page/study_tables.h"

namespace tricolor::harness {
namespace {

double share_of(std::size_t part, std::size_t whole) {
  return whole ? 100.0 * static_cast<double>(part) / static_cast<double>(whole) : 0;
}

Bilingual flip_text(const AssumedWorlds& worlds, const Flip& flip) {
  const AssumedFigure& it = worlds.figures.at(flip.figure);
  return {
      fmt::format(
          "取决于<b>{}</b>（<code>{}</code>）：在其{}三分之一（{}{}）中 {} 个世界里有 {} 个成立，其余 {} 个里有 {} 个",
          escape_html(it.zh), it.key, flip.upper ? "上" : "下", flip.upper ? "至 " : "自 ",
          escape_html(flip.upper ? it.high_text : it.low_text), flip.worlds_there, flip.stands_there,
          flip.worlds_elsewhere, flip.stands_elsewhere),
      fmt::format("it depends on <b>{}</b> (<code>{}</code>): it stands in {} of {} worlds of the {} third of the "
                  "range ({} {}), and in {} of the other {}",
                  escape_html(it.en), it.key, flip.stands_there, flip.worlds_there, flip.upper ? "upper" : "lower",
                  flip.upper ? "up to" : "from", escape_html(flip.upper ? it.high_text : it.low_text),
                  flip.stands_elsewhere, flip.worlds_elsewhere)};
}

std::string row_html(const StudyResults& study, const VerdictInWorlds& it) {
  const Comparison& comparison = study.of(it.metric).against_base.at(it.policy);
  const std::string bar = fmt::format(
      R"(<span class="interval bare" style="--low:0;--high:0;--value:{:.1f}"><u style="--value:{:.1f}"></u></span>)",
      share_of(it.stands, it.worlds), share_of(it.stands_usually, it.pairs));
  const Bilingual said{fmt::format("<b>{}／{}</b> 个世界成立；<small>现有假定下单独一对：{}／{}</small>", it.stands,
                                   it.worlds, it.stands_usually, it.pairs),
                       fmt::format("stands in <b>{} of {}</b> worlds; <small>single pairs as assumed: {} of {}</small>",
                                   it.stands, it.worlds, it.stands_usually, it.pairs)};
  const Bilingual falls = it.flips ? flip_text(study.worlds->worlds, *it.flips)
                                   : Bilingual{"未发现起决定作用的单一假定", "no single assumption is shown to decide"};
  const MetricText& text = text_of(it.metric);
  return fmt::format(R"(<tr><th>{}<br><small>{}</small></th><td>{}</td><td>{}{}<br><small>{}</small></td></tr>)",
                     both({text.name_zh, text.name_en}), policy_mark(study, it.policy), both(verdict_text(comparison)),
                     bar, both_markup(said), both_markup(falls));
}

}  // namespace

std::string worlds_html(const StudyResults& study) {
  if (!study.worlds)
    return "<p class=\"none\">" +
           both_markup({"未作此项试算。加上 <code>--worlds 100 --resume</code> 再执行一次同一命令即可。",
                        "Not tried. The same command again with <code>--worlds 100 --resume</code> does so."}) +
           "</p>";
  if (study.worlds->verdicts.empty())
    return "<p class=\"none\">" + both({"没有已作出的判定可供检验。", "There is no decided verdict to be tried."}) +
           "</p>";
  std::string rows;
  for (const VerdictInWorlds& it : study.worlds->verdicts) rows += row_html(study, it);
  return fmt::format(R"(<div class="scroll"><table class="in-worlds"><caption>{}</caption><thead><tr><th>{}</th><th>{})"
                     R"(</th><th>{}</th></tr></thead><tbody>{}</tbody></table></div>)",
                     both({"判定在其他世界中是否成立", "verdicts in other worlds"}),
                     both({"指标与方案", "figure, policy"}), both({"判定", "verdict"}),
                     both({"成立的世界，0–100%", "worlds in which it stands, 0 to 100 %"}), rows);
}

std::string worlds_ranges(const StudyResults& study) {
  if (!study.worlds) return "";
  Table table({"各世界的取值范围", "ranges of the worlds"},
              {{{"参数", "figure"}}, {{"自", "from"}, true}, {{"至", "to"}, true}, {{"含义", "meaning"}}});
  for (const AssumedFigure& it : study.worlds->worlds.figures)
    table.row({code(it.key), escape_html(it.low_text), escape_html(it.high_text), both({it.zh, it.en})});
  return "<details class=\"card\"><summary>" + both({"各世界的取值范围", "Ranges of the worlds"}) + "</summary>" +
         table.html() + "</details>";
}

}  // namespace tricolor::harness
