#include "report/page/html/html.h"
#include "report/page/html/page_fragments.h"

namespace tricolor::harness {

namespace {

Bilingual sort_of(const std::string& is) {
  if (is == "input") return {"输入", "input"};
  if (is == "fitted") return {"拟合", "fitted"};
  return {"结果", "result"};
}

std::string published_text(const Json& published) {
  const Bilingual text = bilingual(published);
  return text.zh.empty() ? "<small>" + both({"未见公开", "not published"}) + "</small>" : both(text);
}

}  // namespace

Fragments marginal_fragments(const Json& data) {
  Table table({"仿真分布与公开数据", "the twin held against published figures"},
              {{{"指标", "figure"}}, {{"本次", "this run"}}, {{"公开数据", "published"}}, {{"性质", "what it is"}}},
              "stacked middle marginals");
  Json group;
  for (const Json& row : data["marginals"]) {
    if (row["group"] != group) {
      group = row["group"];
      table.wide_row("<b>" + both(bilingual(group)) + "</b>", 4);
    }
    table.row({both(bilingual(row["name"])), "<b>" + both(bilingual(row["own"])) + "</b>",
               published_text(row["published"]),
               "<span class=\"" + row["is"].get<std::string>() + "\">" + both(sort_of(row["is"])) + "</span>"});
  }
  return {{"table-marginals", table.html()}};
}

}  // namespace tricolor::harness
