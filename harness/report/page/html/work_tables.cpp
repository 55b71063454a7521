#include <fmt/format.h>

#include <algorithm>

#include "report/page/html/gate_words.h"
#include "report/page/html/html.h"
#include "report/page/html/page_fragments.h"

namespace tricolor::harness {

namespace {

using Columns = std::vector<Table::Column>;

std::string none(const Bilingual& why) { return "<p class=\"none\">" + both(why) + "</p>"; }
/// Writes an instant as "11-02 08:24".
std::string moment(const Json& at) {
  return date_text(at.get<std::int64_t>()).substr(5) + " " + clock_text(at.get<std::int64_t>()).substr(0, 5);
}
std::string of_day(double minutes) {
  const int whole = static_cast<int>(minutes);
  return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

std::string days_table(const Json& data) {
  Table table({"逐日数据", "day by day"}, Columns{{{"日期", "day"}},
                                                  {{"实际违规", "violations"}, true},
                                                  {{"已发现", "found"}, true},
                                                  {{"告警", "accusations"}, true},
                                                  {{"误告", "wrong"}, true},
                                                  {{"短信", "SMS"}, true},
                                                  {{"立案", "cases"}, true},
                                                  {{"转黄", "to yellow"}, true},
                                                  {{"转红", "to red"}, true},
                                                  {{"降级", "down"}, true},
                                                  {{"绿", "green"}, true},
                                                  {{"黄", "yellow"}, true},
                                                  {{"红", "red"}, true}});
  const auto& start = data["census"].front();
  table.row({both({"期初", "start"}), "", "", "", "", "", "", "", "", "", count_text(start["green"]),
             count_text(start["yellow"]), count_text(start["red"])});
  for (const auto& day : data["days"])
    table.row({date_text(day["from"].get<std::int64_t>()), count_text(day["violations"]), count_text(day["found"]),
               count_text(day["accusations"]), count_text(day["wrong"]), count_text(day["notices"]),
               count_text(day["cases"]), count_text(day["to_yellow"]), count_text(day["to_red"]),
               count_text(day["down"]), count_text(day["green"]), count_text(day["yellow"]), count_text(day["red"])});
  return table.html();
}

std::string changes_table(const Json& data) {
  if (data["changes"].empty()) return none({"本次无店铺变码。", "No shop changed its colour."});
  Table table({"变码店铺", "who changed colour"},
              Columns{{{"时间", "when"}}, {{"店铺", "shop"}}, {{"变化", "change"}}, {{"有效计次", "strikes"}, true}},
              "changes");
  for (const auto& it : data["changes"])
    table.row({moment(it["at"]),
               escape_html(it["sign"].get<std::string>()) + " <small>" + escape_html(it["shop"].get<std::string>()) +
                   "</small>",
               colour_mark(it["from"].get<std::string>()) + " → " + colour_mark(it["to"].get<std::string>()),
               count_text(it["count"])});
  return table.html();
}

std::string readings_table(const Json& data) {
  const auto& readings = data["summary"]["readings"];
  Table table({"同一批计次按不同解释折算", "the same strikes, read differently"},
              Columns{{{"解释", "reading"}}, {{"绿", "green"}, true}, {{"黄", "yellow"}, true}, {{"红", "red"}, true}});
  for (const auto& [name, shops] : readings.items())
    table.row({both(bilingual(data["words"]["reading"][name])), count_text(shops["green"]), count_text(shops["yellow"]),
               count_text(shops["red"])},
              name == "as_run" ? "sum" : "");
  return table.html();
}

std::string officers_table(const Json& data) {
  if (data["officers"].empty()) return none({"未设队员。", "No officers."});
  Table table({"队员工作量", "officers' load"},
              Columns{{{"队员", "officer"}},
                      {{"责任网格", "duty grid"}},
                      {{"班次", "shift"}},
                      {{"派遣", "sent to"}, true},
                      {{"结案", "closed"}, true},
                      {{"强制结案", "closed by force"}, true},
                      {{"到场用时中位数", "arrives in (median)"}, true},
                      {{"工作时间占值班时间", "busy of duty"}}},
              "middle");
  for (const auto& it : data["officers"]) {
    const double busy = it["busy_min"].get<double>(), duty = it["duty_min"].get<double>(),
                 share = duty > 0 ? std::min(1.0, busy / duty) : 0;
    table.row({escape_html(it["name"].get<std::string>()), escape_html(it["duty_grid"].get<std::string>()),
               of_day(it["from_min"].get<double>()) + "–" + of_day(it["until_min"].get<double>()),
               count_text(it["dispatched"]), count_text(it["closed"]), count_text(it["closed_by_force"]),
               both(duration_text(it["arrive"]["median"])),
               bar_html(0, share, "work") + fmt::format("<b>{:.1f} %</b> ", 100 * share) +
                   small({fmt::format("{:.0f} / {:.0f} 分钟", busy, duty),
                          fmt::format("{:.0f} of {:.0f} min", busy, duty)})});
  }
  return table.html();
}

std::string kpi_table(const Json& data) {
  const auto& kpi = data["summary"]["indicators"];
  Table table({"核心指标", "key figures"},
              Columns{{{"指标与公式", "figure and formula"}},
                      {{"本次", "this run"}},
                      {{"第 90 百分位", "nine in ten within"}, true}},
              "middle kpi");
  for (const auto& [key, words] : data["words"]["kpi"].items()) {
    const auto& value = kpi[key];
    std::string main, more;
    if (value.is_number()) {
      main = "<b>" + count_text(value) + "</b>";
    } else if (value.contains("hits")) {
      main = interval_html(value);
    } else {
      main = "<b>" + both(duration_text(value["median"])) + "</b> " +
             small({"中位数，样本 " + count_text(value["n"]), "median, n " + count_text(value["n"])});
      more = both(duration_text(value["p90"]));
    }
    table.row({both(bilingual(words["name"])) + small(bilingual(words["formula"])), main, more});
  }
  return table.html();
}

std::string frames_table(const Json& data) {
  const auto& frames = data["summary"]["frames"];
  Table table({"图像数（按取图原因）", "pictures by cause"}, Columns{{{"取图原因", "cause"}}, {{"图像数", "pictures"}}},
              "middle");
  const double all = std::max(1.0, frames["pictures"].get<double>());
  std::vector<std::pair<std::int64_t, std::string>> causes;
  for (const auto& [cause, count] : frames["by_cause"].items())
    if (count.get<std::int64_t>() > 0) causes.emplace_back(count.get<std::int64_t>(), cause);
  std::sort(causes.rbegin(), causes.rend());
  for (const auto& [count, cause] : causes)
    table.row({both(bilingual(data["words"]["cause"][cause])),
               bar_html(0, static_cast<double>(count) / all, "work") +
                   fmt::format("<b>{}</b> <small>{:.1f} %</small>", count_text(count),
                               100 * static_cast<double>(count) / all)});
  table.row({both({"合计", "all"}), "<b>" + count_text(frames["pictures"]) + "</b>"}, "sum");
  return table.html();
}

std::string time_table(const Json& data) {
  const auto& wall = data["summary"]["wall_s"];
  Table table({"运行耗时", "where the time went"}, Columns{{{"部分", "part"}}, {{"秒", "seconds"}, true}});
  const std::pair<const char*, Bilingual> parts[] = {
      {"render", {"仿真：绘制（各线程合计）", "twin: rendering (all threads)"}},
      {"detect", {"系统：识别（各线程合计）", "engine: detector (all threads)"}},
      {"engine", {"系统：其余", "engine: the rest"}}};
  for (const auto& [key, name] : parts) table.row({both(name), decimal_text(wall[key].get<double>(), 2)});
  const int threads = data["summary"]["threads"].get<int>();
  table.row({both({fmt::format("运行总耗时（{} 个线程）", threads),
                   fmt::format("the whole run, {} thread{}", threads, threads == 1 ? "" : "s")}),
             decimal_text(wall["total"].get<double>(), 2)},
            "sum");
  return table.html();
}

std::string kinds_table(const Json& data) {
  const auto& kinds = data["summary"]["detector_by_kind"];
  if (kinds.empty()) return none({"无记录。", "Not recorded."});
  Table table(
      {"分种类识别率：可清晰看见的物品中被识别的比例", "the detector by kind: share found of what was well visible"},
      Columns{{{"种类", "kind"}}, {{"识别率", "found"}}}, "middle");
  for (const auto& [kind, share] : kinds.items()) {
    const auto& names = data["words"]["kind"];
    table.row({names.contains(kind) ? both(bilingual(names[kind])) : escape_html(kind), interval_html(share)});
  }
  return table.html();
}

Bilingual colour_rules(const Json& policy) {
  const double minutes = policy["correct_within_min"].get<double>(), days = policy["step_down_days"].get<double>();
  const int yellow = policy["yellow_from"].get<int>(), red = policy["red_from"].get<int>();
  return {
      fmt::format("整改期限 {:g} 分钟；满 {} 次转黄，满 {} 次转红；{:g} 天无违规降一级", minutes, yellow, red, days),
      fmt::format("put right in {:g} min; yellow from {}, red from {} strikes; one level down after {:g} clean days",
                  minutes, yellow, red, days)};
}

Bilingual dwell_times(const Json& data, const Json& policy) {
  Bilingual dwell;
  for (const auto& it : policy["dwell"]) {
    Bilingual span = duration_text(it["dwell_s"]);
    if (it.contains("dwell_in_s"))
      for (const auto& [zone, length] : it["dwell_in_s"].items()) {
        const Bilingual name = word_of(data["words"], "zone_kind", zone), here = duration_text(length);
        span.zh += "（" + name.zh + " " + here.zh + "）";
        span.en += " (" + name.en + " " + here.en + ")";
      }
    std::string zh = it["class"].get<std::string>(), en = zh;
    for (const auto& known : data["classes"])
      if (known["code"] == it["class"]) zh = known["zh"].get<std::string>(), en = known["en"].get<std::string>();
    dwell.zh += (dwell.zh.empty() ? "" : "，") + zh + " " + span.zh;
    dwell.en += (dwell.en.empty() ? "" : ", ") + en + " " + span.en;
  }
  return dwell;
}

std::string provenance_table(const Json& data) {
  const auto& summary = data["summary"];
  const auto code = [](const Json& value) {
    return "<code>" + escape_html(value.is_string() ? value.get<std::string>() : value.dump()) + "</code>";
  };
  Table table({"运行信息", "provenance"}, Columns{{{"项", "item"}}, {{"值", "value"}}});
  table.row({both({"场景", "scenario"}), escape_html(summary["scenario"].get<std::string>()) + " " + "<small>" +
                                             escape_html(summary["about"].get<std::string>()) + "</small>"});
  table.row({both({"起止时间（UTC+8）", "from, to (UTC+8)"}), escape_html(summary["start"].get<std::string>()) + " → " +
                                                                  escape_html(summary["end"].get<std::string>())});
  table.row({both({"随机种子", "seed"}), code(summary["seed"])});
  table.row({both({"程序版本", "commit"}), code(summary["commit"])});
  table.row({both({"识别计算", "eyes"}), code(summary["eyes"])});
  for (const Json& policy : data["policies"]) {
    table.row({both(data["policies"].size() == 1
                        ? Bilingual{"政策", "policy"}
                        : Bilingual{moment_text(policy["from"].get<std::int64_t>()) + " 起的政策",
                                    "policy from " + moment_text(policy["from"].get<std::int64_t>())}),
               code(policy["name"]) + " " + both(colour_rules(policy))});
    table.row({both({"停留时限", "dwell"}) + " <span class=\"assumed\">" + both({"假定", "assumed"}) + "</span>",
               both(dwell_times(data, policy))});
  }
  table.row({both({"仿真需求", "demand"}), code(data["demand"]["name"])});
  const bool every = summary["frames_mode"] == "every", pictures = summary["rung"] == "pixels";
  table.row({both({"仿真级别", "rung"}),
             both(word_of(data["words"], "rung", summary["rung"].get<std::string>())) +
                 (pictures ? " · " + both({every ? "逐帧" : "关键帧", every ? "every frame" : "key frames"}) : "")});
  if (const auto calibration = summary.value("calibration", ""); !calibration.empty()) {
    table.row({both({"标定", "calibration"}), code(calibration) + " " + code(summary["calibration_made_by"])});
    if (const auto lacks = summary.value("calibration_lacks", ""); !lacks.empty())
      table.row({both({"标定检验未通过", "gate not passed"}), both(gate_words(lacks))});
  }
  table.row({both({"识别模型", "detector profile"}),
             both(word_of(data["words"], "profile", summary["detector_profile"].get<std::string>()))});
  table.row({both({"仿真侧核对", "counted in the world"}),
             both({fmt::format("短信网关收到 {} 条，重复 {} 条；派单 {} 次；系统重启 {} 次",
                               count_text(summary["messages_at_the_gateway"]), count_text(summary["repeated_keys"]),
                               count_text(summary["dispatches"]), count_text(summary["engine_rebuilds"])),
                   fmt::format("{} messages at the gateway, {} repeated keys; {} dispatches; {} rebuilds of the engine",
                               count_text(summary["messages_at_the_gateway"]), count_text(summary["repeated_keys"]),
                               count_text(summary["dispatches"]), count_text(summary["engine_rebuilds"]))})});
  for (const auto& [what, hash] : summary["fingerprints"].items())
    table.row(
        {both({"校验值", "fingerprint"}) + " · " + both(word_of(data["words"], "fingerprint", what)), code(hash)});
  return table.html();
}

// Lists the figures of the twin's demand, each with its mark.
std::string demand_table(const Json& data) {
  Table table({"仿真需求参数", "figures of the twin's demand"},
              Columns{{{"参数", "figure"}}, {{"取值", "value"}}, {{"依据", "mark"}}}, "middle");
  for (const Json& figure : data["demand"]["figures"]) {
    const std::string why = figure["why"].get<std::string>();
    table.row({both({figure["zh"].get<std::string>(), figure["en"].get<std::string>()}) + " <small><code>" +
                   escape_html(figure["key"].get<std::string>()) + "</code>" +
                   (why.empty() ? "" : "<br>" + escape_html(why)) + "</small>",
               "<code>" + escape_html(figure["value"].get<std::string>()) + "</code>",
               "<span class=\"assumed\">" + both(word_of(data["words"], "mark", figure["mark"].get<std::string>())) +
                   "</span>"});
  }
  return table.html();
}

}  // namespace

Fragments work_fragments(const Json& data) {
  return {{"table-days", days_table(data)},         {"table-changes", changes_table(data)},
          {"table-readings", readings_table(data)}, {"table-officers", officers_table(data)},
          {"table-kpi", kpi_table(data)},           {"table-frames", frames_table(data)},
          {"table-time", time_table(data)},         {"table-kinds", kinds_table(data)},
          {"table-demand", demand_table(data)},     {"table-provenance", provenance_table(data)}};
}

}  // namespace tricolor::harness
