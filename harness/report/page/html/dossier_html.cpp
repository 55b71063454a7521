// Writes the dossiers: a section for each shop with events, and one line for each of the others.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/page/html/html.h"
#include "report/page/html/page_fragments.h"
#include "report/page/html/place_words.h"
#include "scenario/counted.h"

namespace tricolor::harness {

namespace {

using Columns = std::vector<Table::Column>;

// More sections than this make a page slow to open; the shops with the most incidents have theirs, and the page says
// so.
constexpr std::size_t kMostSections = 1'000;

std::string text_or_dash(const Json& value) {
  const std::string text = string_of(value);
  return text.empty() ? "–" : escape_html(text);
}
std::string moment_or_dash(const Json& at) { return at.is_null() ? "–" : moment_text(at.get<std::int64_t>()); }
std::string report_number(const Json& id) {
  const std::string number = std::to_string(id.get<std::uint64_t>());
  return " <small>" + both({"举报 " + number, "report " + number}) + "</small>";
}
std::string incident_link(const Json& id) {
  return id.is_null() ? "–" : fmt::format("<a href=\"#incident-{0}\">#{0}</a>", id.get<std::uint64_t>());
}

class Dossiers {
 public:
  explicit Dossiers(const Json& data) : data_(data), words_(data["words"]) {
    for (const auto& row : data["incidents"]) incident_[row["id"].get<std::uint64_t>()] = &row;
  }

  std::string html() const {
    std::vector<const Json*> active, earlier, lines;
    for (const auto& shop : data_["shops"])
      (!shop["detailed"].get<bool>() ? lines : happened_in_run(shop) ? active : earlier).push_back(&shop);
    std::stable_sort(active.begin(), active.end(),
                     [](const Json* a, const Json* b) { return (*a)["incidents"].size() > (*b)["incidents"].size(); });
    std::string out;
    const auto keep = [&](std::vector<const Json*>& shops, std::size_t most) {
      if (shops.size() <= most) return;
      lines.insert(lines.end(), shops.begin() + static_cast<std::ptrdiff_t>(most), shops.end());
      shops.resize(most);
    };
    const std::size_t all = active.size() + earlier.size();
    keep(active, kMostSections);
    keep(earlier, kMostSections - active.size());
    if (all > kMostSections)
      out += "<p class=\"limit\">" +
             both({fmt::format("{} 户中为事件最多的 {} 户列出档案；其余各户仅列一行，明细见 tables 目录。",
                               count_text(static_cast<std::int64_t>(all)), count_text(kMostSections)),
                   fmt::format("Of {} shops the {} with the most incidents have a dossier here; the others have one "
                               "line, and all their rows are in the folder tables.",
                               count_text(static_cast<std::int64_t>(all)), count_text(kMostSections))}) +
             "</p>\n";
    if (all == 0)
      out += "<p class=\"none\">" + both({"本次各店铺均无事件和计次。", "Nothing happened to any shop."}) + "</p>\n";
    else
      out += "<p class=\"filters js-only\"><label>" + both({"查找店铺", "find a shop"}) +
             " <input type=\"search\" id=\"shop-find\" autocomplete=\"off\" spellcheck=\"false\"></label> <output "
             "id=\"shop-count\" aria-live=\"polite\"></output></p>\n";
    for (const auto* shop : active) out += section(*shop);
    out += public_places();
    if (!earlier.empty()) {
      const auto count = static_cast<std::int64_t>(earlier.size());
      out += "<details class=\"card group\" id=\"earlier-shops\">\n<summary>" +
             both({"本次无事件、有既往计次的店铺", "Shops with earlier strikes alone"}) + " <span class=\"counts\">" +
             shop_count(count) + "</span></summary>\n";
      for (const auto* shop : earlier) out += section(*shop);
      out += "</details>\n";
    }
    return out + others(lines);
  }

 private:
  /// Imported strikes and the colour that follows from them at the start are not events of the run.
  bool happened_in_run(const Json& shop) const {
    if (!shop["incidents"].empty() || !shop["replies"].empty()) return true;
    const auto start = data_["start"].get<std::int64_t>();
    return std::any_of(shop["history"].begin(), shop["history"].end(),
                       [&](const Json& step) { return step["at"].get<std::int64_t>() > start; });
  }
  static std::string shop_count(std::int64_t count) {
    return both({count_text(count) + " 户", count_text(count) + (count == 1 ? " shop" : " shops")});
  }

  Bilingual class_words(const Json& row) const {
    const auto& it = data_["classes"].at(row["class"].get<std::size_t>());
    return {it["zh"].get<std::string>(), it["en"].get<std::string>()};
  }
  Bilingual trade_words(const Json& shop) const {
    const std::string code = string_of(shop["trade"]);
    return data_["trades"].contains(code) ? bilingual(data_["trades"][code]) : Bilingual{code, code};
  }

  std::string section(const Json& shop) const {
    const auto& notices = shop["notices"];
    const std::string sign = escape_html(string_of(shop["sign"])), name = escape_html(string_of(shop["name"]));
    const auto n = [](const Json& list) { return static_cast<std::int64_t>(list.size()); };
    Bilingual counts{fmt::format("有效计次 {}", shop["count"].get<int>()), counted(shop["count"].get<int>(), "strike")};
    if (n(shop["incidents"]) > 0) {
      counts.zh += fmt::format(" · 事件 {} · 短信 {} · 案件 {}", n(shop["incidents"]), n(notices), n(shop["cases"]));
      counts.en += fmt::format(" · {} · {} SMS · {}", counted(n(shop["incidents"]), "incident"), n(notices),
                               counted(n(shop["cases"]), "case"));
    }
    const std::string anchor = escape_html(string_of(shop["anchor"]));
    return fmt::format(
               "<details class=\"card shop\" id=\"{}\">\n<summary>{} {} <small>{} · {} · {}</small> <span "
               "class=\"counts\">{}</span></summary>\n",
               anchor, colour_mark(string_of(shop["colour"])), sign, name, both(trade_words(shop)),
               both(place_words(shop["place"])), both(counts)) +
           dossier(shop) + history(shop) + incidents(shop["incidents"]) + messages(shop) + cases(shop["cases"]) +
           pictures(shop["incidents"]) +
           fmt::format("<p class=\"js-only\"><button type=\"button\" data-print=\"{}\">{}</button></p>\n</details>\n",
                       anchor, both({"打印本户档案", "Print this dossier"}));
  }

  std::string dossier(const Json& shop) const {
    std::string items;
    const auto item = [&](const Bilingual& name, const std::string& markup) {
      items += "<div><dt>" + both(name) + "</dt><dd>" + markup + "</dd></div>";
    };
    item({"编号", "identifier"}, text_or_dash(shop["name"]));
    item({"业态", "trade"}, both(trade_words(shop)));
    item({"地址", "address"}, both(place_words(shop["place"])));
    item({"责任网格", "duty grid"}, text_or_dash(shop["duty_grid"]));
    item({"责任队员", "officer"}, text_or_dash(shop["officer"]));
    item({"法定代表人", "legal person"}, text_or_dash(shop["legal_person"]));
    item({"营业执照", "licence"}, text_or_dash(shop["licence"]));
    item({"期末颜色", "colour at the end"}, both(word_of(words_, "colour", string_of(shop["colour"]))));
    item({"有效计次", "strikes that count"}, count_text(shop["count"].get<std::int64_t>()));
    item({"坐标（假定）", "place (assumed)"},
         fmt::format("{:.5f}, {:.5f}", shop["lon_lat"][0].get<double>(), shop["lon_lat"][1].get<double>()));
    return "<dl class=\"dossier\">" + items + "</dl>\n";
  }

  std::string history(const Json& shop) const {
    if (shop["history"].empty()) return "";
    Table table({"计次与变码", "strikes and colours"},
                Columns{{{"时间", "when"}}, {{"事项", "what"}}, {{"有效计次", "strikes"}, true}, {{"颜色", "colour"}}},
                "fixed");
    for (const auto& step : shop["history"]) {
      const std::string what = string_of(step["what"]);
      std::string text, count, colour;
      if (what == "imported") text = both({"开始前的计次（导入）", "strike from before the run (imported)"});
      if (what == "strike" && !step["report"].is_null())
        text =
            both({"计次：市民举报经核实属实", "strike: a citizen's report found true"}) + report_number(step["report"]);
      else if (what == "strike") {
        const auto found = incident_.find(step["incident"].get<std::uint64_t>());
        const Bilingual kind = found == incident_.end() ? Bilingual{} : class_words(*found->second);
        text = both({"计次：" + kind.zh, "strike: " + kind.en}) + " " + incident_link(step["incident"]);
      }
      if (what == "strike" || what == "imported") {
        count = count_text(step["count"].get<std::int64_t>());
        if (!step["stands"].get<bool>()) text += " <small>" + both({"（后撤销）", "(later taken back)"}) + "</small>";
      }
      if (what == "strike_voided")
        text = both({"撤销计次", "strike taken back"}) +
               (step["report"].is_null() ? " " + incident_link(step["incident"]) : report_number(step["report"]));
      if (what == "owner")
        text = both({"经营者变更：" + string_of(step["text"]), "new owner: " + string_of(step["text"])});
      if (what == "colour") {
        const bool better =
            string_of(step["to"]) == "green" || (string_of(step["to"]) == "yellow" && string_of(step["from"]) == "red");
        text = better ? both({"降一级", "one level down"}) : both({"变码", "colour changed"});
        count = count_text(step["count"].get<std::int64_t>());
        colour = colour_mark(string_of(step["from"])) + " → " + colour_mark(string_of(step["to"]));
      }
      table.row({date_text(step["at"].get<std::int64_t>()) + " " + minute_text(step["at"].get<std::int64_t>()), text,
                 count, colour});
    }
    return "<h4>" + both({"计次与变码", "Strikes and colours"}) + "</h4>\n" + table.html() + "\n";
  }

  std::string incidents(const Json& ids) const {
    if (ids.empty()) return "";
    Table table({"事件", "incidents"},
                Columns{{{"编号", "no."}},
                        {{"认定时间", "confirmed"}},
                        {{"类别", "class"}},
                        {{"提醒", "SMS"}},
                        {{"复查", "re-check"}},
                        {{"结果", "outcome"}},
                        {{"办结", "closed"}},
                        {{"真值评测", "truth"}}},
                "stacked");
    for (const auto& id : ids) {
      const Json& row = *incident_.at(id.get<std::uint64_t>());
      const std::string wrong = string_of(row["wrong_by"]);
      const Bilingual sms = row["notices"] == 0            ? Bilingual{"未发送", "none"}
                            : row["delivered"].is_null()   ? Bilingual{"无回执", "no receipt"}
                            : row["delivered"].get<bool>() ? Bilingual{"已送达", "delivered"}
                                                           : Bilingual{"未送达", "not delivered"};
      std::string outcome = both(word_of(words_, "after", string_of(row["outcome"])));
      if (!string_of(row["void_reason"]).empty())
        outcome += " <small>" + both(reason_words(words_, string_of(row["void_reason"]))) + "</small>";
      const Bilingual stayed = duration_text(
          static_cast<double>(row["confirmed"].get<std::int64_t>() - row["onset"].get<std::int64_t>()) / 1000);
      table.row(
          {incident_link(row["id"]),
           moment_text(row["confirmed"].get<std::int64_t>()) + " <small>" +
               both({"停留 " + stayed.zh, "stood " + stayed.en}) + "</small>",
           both(class_words(row)), both(sms),
           row["rechecked"].is_null() ? "–" : both(word_of(words_, "recheck", string_of(row["rechecked"]))), outcome,
           moment_or_dash(row["closed"]), both(word_of(words_, "wrong", wrong.empty() ? "right" : wrong))},
          wrong.empty() ? "" : "wrong");
    }
    return "<h4>" + both({"事件", "Incidents"}) + "</h4>\n" + table.html() + "\n";
  }

  std::string messages(const Json& shop) const {
    if (shop["notices"].empty() && shop["replies"].empty()) return "";
    std::string out = "<h4>" + both({"提醒短信", "SMS"}) + "</h4>\n";
    if (!shop["notices"].empty()) {
      Table table({"提醒短信", "SMS"},
                  Columns{{{"时间", "when"}}, {{"事件", "incident"}}, {{"回执", "receipt"}}, {{"内容", "text"}}},
                  "stacked");
      for (const auto& it : shop["notices"]) {
        const std::string fate = it["delivered"].is_null()
                                     ? both({"无回执", "none"})
                                     : both(it["delivered"].get<bool>() ? Bilingual{"已送达", "delivered"}
                                                                        : Bilingual{"未送达", "not delivered"}) +
                                           " <small>" + moment_or_dash(it["fate_at"]) + "</small>";
        table.row({moment_text(it["at"].get<std::int64_t>()), incident_link(it["incident"]), fate,
                   "<span lang=\"zh\">" + escape_html(string_of(it["text"])) + "</span>"});
      }
      out += table.html() + "\n";
    }
    if (!shop["replies"].empty()) {
      Table table({"商户回复", "answers"}, Columns{{{"时间", "when"}}, {{"商户回复", "answer of the shop"}}});
      for (const auto& it : shop["replies"])
        table.row({moment_text(it["at"].get<std::int64_t>()), escape_html(string_of(it["text"]))});
      out += table.html() + "\n";
    }
    return out;
  }

  std::string cases(const Json& list) const {
    if (list.empty()) return "";
    Table table({"案件", "cases"},
                Columns{{{"案号", "case"}},
                        {{"事件", "incident"}},
                        {{"立案", "registered"}},
                        {{"期限", "due"}},
                        {{"队员", "officer"}},
                        {{"期末状态", "state"}},
                        {{"办理过程", "steps"}}},
                "stacked");
    for (const auto& it : list) {
      Bilingual steps;
      for (const auto& move : it["moves"]) {
        const Bilingual to = word_of(words_, "state", string_of(move["to"]));
        const std::string at = minute_text(move["at"].get<std::int64_t>()), reason = string_of(move["reason"]);
        const Bilingual why = reason.empty() ? Bilingual{} : reason_words(words_, reason);
        steps.zh += (steps.zh.empty() ? "" : " → ") + to.zh + " " + at + (reason.empty() ? "" : "（" + why.zh + "）");
        steps.en += (steps.en.empty() ? "" : " → ") + to.en + " " + at + (reason.empty() ? "" : " (" + why.en + ")");
      }
      table.row({std::to_string(it["id"].get<std::uint64_t>()), incident_link(it["incident"]),
                 moment_text(it["registered"].get<std::int64_t>()), moment_text(it["due"].get<std::int64_t>()),
                 text_or_dash(it["officer"]), both(word_of(words_, "state", string_of(it["state"]))), both(steps)});
    }
    return "<h4>" + both({"案件", "Cases"}) + "</h4>\n" + table.html() + "\n";
  }

  /// Writes pictures that lie beside the page and are loaded when a reader opens the section.
  std::string pictures(const Json& ids) const {
    std::string figures;
    for (const auto& id : ids) {
      const Json& row = *incident_.at(id.get<std::uint64_t>());
      for (const auto& it : row["pictures"]) {
        const std::string path = escape_html(string_of(it["path"])), camera = escape_html(string_of(it["camera"]));
        const Bilingual moment = word_of(words_, "moment", string_of(it["moment"]));
        const auto time = it["time"].get<std::int64_t>();
        figures +=
            fmt::format(
                R"(<figure><a href="{0}"><img loading="lazy" decoding="async" src="{0}" alt="{0}"></a><figcaption>#{1} {2} · {3} {4} · {5}</figcaption></figure>)",
                path, id.get<std::uint64_t>(), both(moment), date_text(time).substr(5), clock_text(time), camera) +
            "\n";
      }
    }
    if (figures.empty()) return "";
    return "<h4>" + both({"证据图片", "Evidence"}) + "</h4>\n<p class=\"note\">" +
           both({"图片存放在运行目录的 evidence 文件夹，须与本页同处一个目录方可显示。",
                 "The pictures lie in the run's folder evidence and are shown while this page lies beside it."}) +
           "</p>\n<div class=\"thumbs\">\n" + figures + "</div>\n";
  }

  std::string public_places() const {
    Json ids = Json::array();
    for (const auto& row : data_["incidents"])
      if (row["shop"].is_null()) ids.push_back(row["id"]);
    if (ids.empty()) return "";
    const auto count = static_cast<std::int64_t>(ids.size());
    return "<details class=\"card shop\" id=\"public-places\">\n<summary>" + both({"公共地段", "Public places"}) +
           " <span class=\"counts\">" + both({fmt::format("事件 {}", count), counted(count, "incident")}) +
           "</span></summary>\n" + incidents(ids) + pictures(ids) + "</details>\n";
  }

  std::string others(const std::vector<const Json*>& shops) const {
    if (shops.empty()) return "";
    Table table({"其余店铺", "the other shops"}, Columns{{{"店铺", "shop"}},
                                                         {{"业态", "trade"}},
                                                         {{"地址", "address"}},
                                                         {{"期末颜色", "colour"}},
                                                         {{"事件", "incidents"}, true}});
    for (const auto* shop : shops) {
      const auto incidents = shop->contains("incidents") ? (*shop)["incidents"].size() : 0;
      table.row(
          {escape_html(string_of((*shop)["sign"])) + " <small>" + escape_html(string_of((*shop)["name"])) + "</small>",
           both(trade_words(*shop)), both(place_words((*shop)["place"])),
           both(word_of(words_, "colour", string_of((*shop)["colour"]))),
           count_text(static_cast<std::int64_t>(incidents))},
          "", fmt::format("id=\"{}\"", escape_html(string_of((*shop)["anchor"]))));
    }
    return "<details class=\"card group\" id=\"other-shops\">\n<summary>" + both({"其余店铺", "The other shops"}) +
           " <span class=\"counts\">" + shop_count(static_cast<std::int64_t>(shops.size())) + "</span></summary>\n" +
           table.html() + "\n</details>\n";
  }

  const Json& data_;
  const Json& words_;
  std::map<std::uint64_t, const Json*> incident_;
};

}  // namespace

Fragments dossier_fragments(const Json& data) { return {{"dossiers", Dossiers(data).html()}}; }

}  // namespace tricolor::harness
