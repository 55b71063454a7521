#include "load/page/load_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include "report/page/html/html.h"
#include "report/page/html/page.h"

namespace tricolor::harness {
namespace {

double real(const LoadJson& json) { return json.get<double>(); }
std::string whole(const LoadJson& json) { return count_text(json.get<std::int64_t>()); }
std::string megabytes(const LoadJson& bytes) { return fmt::format("{:.2f} MB", real(bytes) / 1e6); }

Bilingual stage_name(const std::string& stage) {
  if (stage == "wait") return {"等待", "waiting"};
  if (stage == "decode") return {"解码", "decoding"};
  if (stage == "ahead") return {"预判（其他线程）", "guess ahead, other threads"};
  if (stage == "gate") return {"变化检测", "change gate"};
  if (stage == "net") return {"检测网络", "detector network"};
  if (stage == "closer") return {"近看", "closer looks"};
  if (stage == "judge") return {"停留与判定", "stays and incidents"};
  if (stage == "case_side") return {"案件与通知", "cases and notices"};
  return {"存储", "store"};
}

std::string tick_of(double value) {
  return value >= 100 ? count_text(std::llround(value)) : fmt::format("{:.3g}", value);
}

std::string link_points(const std::vector<std::pair<double, double>>& points) {
  std::string path;
  for (const auto& [x, y] : points) path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x, y);
  return path;
}

// Draws one figure against the channels, both from 0; `goal` is a line that must not be crossed, `top` the end of the
// figure's axis where it has one.
std::string chart(const LoadJson& load, const Bilingual& name, std::optional<double> goal,
                  const std::function<std::optional<double>(const LoadJson&)>& value, std::optional<double> top = {}) {
  constexpr double kWidth = 460, kHeight = 240, kLeft = 50, kRight = 14, kTop = 30, kBottom = 34;
  double most_x = 1, most_y = goal.value_or(0) * 1.2;
  bool any = false;
  for (const LoadJson& point : load["points"]) {
    any |= value(point).has_value();
    most_x = std::max(most_x, real(point["channels"]));
    most_y = std::max(most_y, value(point).value_or(0) * 1.1);
  }
  if (!any) return "";
  if (most_y <= 0) most_y = 1;
  most_y = top.value_or(most_y);
  const auto x_of = [&](double x) { return kLeft + x / most_x * (kWidth - kLeft - kRight); };
  const auto y_of = [&](double y) { return kHeight - kBottom - y / most_y * (kHeight - kTop - kBottom); };
  std::string body;
  for (const double share : {0.0, 0.5, 1.0})
    body += fmt::format(
        R"(<line x1="{0}" x2="{1}" y1="{2:.1f}" y2="{2:.1f}"/><text class="end" x="{3}" y="{4:.1f}">{5}</text>)", kLeft,
        kWidth - kRight, y_of(share * most_y), kLeft - 6, y_of(share * most_y) + 4, tick_of(share * most_y));
  if (goal)
    body += fmt::format(R"(<line class="goal" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>)", kLeft, kWidth - kRight,
                        y_of(*goal), y_of(*goal));
  std::vector<std::pair<double, double>> points;
  std::string marks;
  for (const LoadJson& point : load["points"]) {
    const double x = x_of(real(point["channels"]));
    body += fmt::format(R"(<text class="middle" x="{:.1f}" y="{:.1f}">{}</text>)", x, kHeight - kBottom + 17,
                        whole(point["channels"]));
    const auto y = value(point);
    if (!y) continue;
    points.emplace_back(x, y_of(*y));
    marks += fmt::format(R"(<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="4.5"/>)",
                         point["carried"].get<bool>() ? "" : "not-carried", x, y_of(*y));
  }
  return fmt::format(
      R"(<div class="card"><svg class="plot" viewBox="0 0 {} {}" role="img" {}>)"
      R"(<text class="zh" x="4" y="14">{}</text><text class="en" x="4" y="14">{}</text>{}<path d="{}"/>{}</svg></div>)",
      kWidth, kHeight, label_attributes(name), escape_html(name.zh), escape_html(name.en), body, link_points(points),
      marks);
}

std::string charts(const LoadJson& load) {
  return chart(load, {"查看间隔 p99（秒；虚线 3 秒）", "gap between looks, p99, s (broken line: 3 s)"}, 3.0,
               [](const LoadJson& point) -> std::optional<double> { return real(point["gaps_s"]["p99"]); }) +
         chart(load, {"延迟 p99（毫秒）", "latency, p99, ms"}, std::nullopt,
               [](const LoadJson& point) -> std::optional<double> { return real(point["latency_ms"]["p99"]); }) +
         chart(
             load, {"召回率（%）", "recall, %"}, std::nullopt,
             [](const LoadJson& point) -> std::optional<double> {
               if (point["verdicts"].is_null() || point["verdicts"]["recall"].is_null()) return std::nullopt;
               return 100 * real(point["verdicts"]["recall"]);
             },
             100.0);
}

std::string points_html(const LoadJson& load) {
  Table table({"到达与查看（实测）", "offered and analysed (measured)"},
              {{{"路数", "channels"}},
               {{"到达／秒", "offered a second"}, true},
               {{"已查看", "analysed"}, true},
               {{"丢弃", "dropped"}, true},
               {{"其中有未结停留的", "of cameras with an open stay"}, true},
               {{"延迟 p50", "latency p50"}, true},
               {{"p95", "p95"}, true},
               {{"p99", "p99"}, true},
               {{"最大", "max"}, true}},
              "stacked");
  for (const LoadJson& it : load["points"]) {
    const LoadJson& late = it["latency_ms"];
    table.row({whole(it["channels"]), fmt::format("{:.1f}", real(it["offered"]["per_s"])),
               percent_text(it["analysed"]["share"]), whole(it["dropped"]["pictures"]), whole(it["dropped"]["of_open"]),
               fmt::format("{:.1f} ms", real(late["p50"])), fmt::format("{:.1f} ms", real(late["p95"])),
               fmt::format("{:.1f} ms", real(late["p99"])), fmt::format("{:.0f} ms", real(late["max"]))},
              it["carried"].get<bool>() ? "" : "not-carried");
  }
  return table.html();
}

std::string seen_html(const LoadJson& load) {
  Table table({"查看间隔与开销（实测）", "gaps between looks and cost (measured)"},
              {{{"路数", "channels"}},
               {{"间隔 p50", "gap p50"}, true},
               {{"p95", "p95"}, true},
               {{"p99", "p99"}, true},
               {{"最大", "max"}, true},
               {{"超过 3 秒", "over 3 s"}, true},
               {{"涉及摄像机", "cameras concerned"}, true},
               {{"引擎每帧 CPU", "engine's CPU a picture"}, true},
               {{"占用核数", "cores"}, true},
               {{"每路内存", "memory a channel"}, true}},
              "stacked");
  for (const LoadJson& it : load["points"]) {
    const LoadJson& gaps = it["gaps_s"];
    table.row(
        {whole(it["channels"]), fmt::format("{:.2f} s", real(gaps["p50"])), fmt::format("{:.2f} s", real(gaps["p95"])),
         fmt::format("{:.2f} s", real(gaps["p99"])), fmt::format("{:.2f} s", real(gaps["max"])), whole(gaps["long"]),
         whole(gaps["cameras_with_long"]), fmt::format("{:.2f} ms", real(it["cpu"]["engine_ms_per_picture"])),
         fmt::format("{:.2f}", real(it["cpu"]["engine_cores"])), megabytes(it["memory"]["bytes_per_channel"])},
        it["carried"].get<bool>() ? "" : "not-carried");
  }
  return table.html();
}

std::string stages_html(const LoadJson& point) {
  double most = 1e-9;
  for (const LoadJson& it : point["stages"]) most = std::max(most, real(it["cpu_ms_per_picture"]));
  Table table({"各环节的开销与用时", "cost and time by stage"},
              {{{"环节", "stage"}},
               {{"每帧 CPU（占最大者）", "CPU a picture, of the largest"}},
               {{"CPU 毫秒", "CPU-ms"}, true},
               {{"经过的画面", "pictures"}, true},
               {{"p50", "p50"}, true},
               {{"p99", "p99"}, true},
               {{"最大", "max"}, true}},
              "stacked");
  for (const LoadJson& it : point["stages"]) {
    const LoadJson& late = it["latency_ms"];
    table.row({both(stage_name(it["stage"])), bar_html(0, real(it["cpu_ms_per_picture"]) / most, ""),
               fmt::format("{:.3f}", real(it["cpu_ms_per_picture"])), whole(late["count"]),
               fmt::format("{:.2f} ms", real(late["p50"])), fmt::format("{:.2f} ms", real(late["p99"])),
               fmt::format("{:.1f} ms", real(late["max"]))});
  }
  return table.html();
}

std::string verdicts_html(const LoadJson& load) {
  Table table({"与真实情况对照（实测）", "against the truth (measured)"},
              {{{"路数", "channels"}},
               {{"看得清的违规", "violations to see"}, true},
               {{"发现", "found"}, true},
               {{"召回率", "recall"}, true},
               {{"判定延迟中位数", "median delay"}, true},
               {{"误报", "wrong incidents"}, true},
               {{"重复", "duplicates"}, true},
               {{"错认店铺", "wrong shop"}, true},
               {{"超时唤醒（1 秒以上）", "deadlines missed by 1 s"}, true},
               {{"较首个负载档漏失／多出", "lost / gained against the first profile"}, true}},
              "stacked");
  for (const LoadJson& it : load["points"]) {
    const LoadJson& verdicts = it["verdicts"];
    if (verdicts.is_null()) continue;
    table.row({whole(it["channels"]), whole(verdicts["violations"]), whole(verdicts["found"]),
               percent_text(verdicts["recall"]),
               verdicts["delay_s_median"].is_null() ? "–" : fmt::format("{:.1f} s", real(verdicts["delay_s_median"])),
               fmt::format("{}/{}", whole(verdicts["wrong"]), whole(verdicts["incidents"])),
               whole(verdicts["duplicates"]),
               fmt::format("{}/{}", whole(verdicts["wrong_shop"]), whole(verdicts["shops_accused"])),
               fmt::format("{}/{}", whole(it["deadlines"]["missed"]), whole(it["deadlines"]["count"])),
               verdicts["against"].is_null()
                   ? "–"
                   : fmt::format("{}/{}", whole(verdicts["against"]["lost"]), whole(verdicts["against"]["gained"]))});
  }
  return table.html();
}

std::string by_picture(const LoadJson& work, const char* what, double unit, const char* sign) {
  const double pictures = real(work["pictures"]);
  if (work[what].is_null() || pictures <= 0) return "–";
  return fmt::format("{:.1f}{}", real(work[what]) / pictures / unit, sign);
}

std::string work_html(const LoadJson& load) {
  Table table({"工作量（实测）", "work (measured)"},
              {{{"路数", "channels"}},
               {{"画面", "pictures"}, true},
               {{"有变化", "changed"}, true},
               {{"网络分析", "by the net"}, true},
               {{"近看", "closer looks"}, true},
               {{"每帧乘加", "multiply-adds a picture"}, true},
               {{"每帧分配", "allocations a picture"}, true},
               {{"失明摄像机", "blind cameras"}, true},
               {{"事件", "events"}, true},
               {{"引擎内存", "engine's memory"}, true},
               {{"日志", "journal"}, true},
               {{"证据", "evidence"}, true}},
              "stacked");
  for (const LoadJson& it : load["points"]) {
    const LoadJson& work = it["work"];
    table.row({whole(it["channels"]), whole(work["pictures"]), percent_text(work["changed_share"]),
               whole(work["analysed_by_net"]), whole(work["closer_looks"]),
               by_picture(work, "multiply_adds", 1e6, " M"), by_picture(work, "allocations", 1, ""),
               whole(work["cameras_blind"]), whole(work["events"]), megabytes(it["memory"]["engine_bytes"]),
               megabytes(work["journal_bytes"]), megabytes(work["evidence_bytes"])});
  }
  return table.html();
}

Bilingual sentence(const LoadJson& load) {
  const std::string machine = escape_html(load["machine"]["processor"].get<std::string>());
  const int threads = load["threads"];
  if (load["knee"].is_null())
    return {fmt::format("{} 上 {} 个线程<b>带不动</b>所测的最少路数。", machine, threads),
            fmt::format("On {}, {} thread{} of the engine {} <b>not even</b> the smallest number of channels tried.",
                        machine, threads, threads == 1 ? "" : "s", threads == 1 ? "carries" : "carry")};
  const std::string channels = whole(load["knee"]["channels"]);
  const bool beyond = load["knee"]["beyond"].get<bool>();
  return {fmt::format("{} 上 {} 个线程{}带得动 <b>{}</b> 路，每路每秒 {:g} 帧，引擎每帧用 CPU <b>{:.2f}</b> 毫秒。",
                      machine, threads, beyond ? "至少" : "", channels, real(load["fps"]),
                      real(load["knee"]["engine_ms_per_picture"])),
          fmt::format("On {}, {} thread{} of the engine {} {}<b>{}</b> channel{} of {:g} frame{} a second, at "
                      "<b>{:.2f}</b> CPU-ms a picture.",
                      machine, threads, threads == 1 ? "" : "s", threads == 1 ? "carries" : "carry",
                      beyond ? "at least " : "", channels, load["knee"]["channels"] == 1 ? "" : "s", real(load["fps"]),
                      load["fps"] == 1 ? "" : "s", real(load["knee"]["engine_ms_per_picture"]))};
}

std::string growth(const LoadJson& load) {
  const LoadJson& it = load["growth"];
  if (it.is_null()) return "";
  const std::string figures =
      fmt::format("{:.3f} [{:.3f} … {:.3f}]", real(it["exponent"]), real(it["low"]), real(it["high"]));
  return "<p class=\"note\">" +
         both({"处理器时间随路数的增长指数（95% 区间）：" + figures,
               "Processor time grows with the channels by the power " + figures + " (95 % interval)."}) +
         "</p>";
}

std::string calculated(const LoadJson& load) {
  if (load["calculated"].is_null()) return "";
  const double channels = real(load["calculated"]["channels_per_core"]);
  const std::string from = whole(load["calculated"]["from_channels"]);
  const std::string zh = fmt::format("推算值，未经实测：按 {} 路时的每帧 CPU 计，一个核全部用满约合 <b>{}</b> 路。",
                                     from, count_text(std::llround(channels)));
  const std::string en = fmt::format(
      "Calculated, not measured: by the CPU a picture at {} channel{}, <b>{}</b> would fill one core entirely.", from,
      load["calculated"]["from_channels"] == 1 ? "" : "s", count_text(std::llround(channels)));
  return "<div class=\"card calculated\">" + both_markup({zh, en}) + "</div>";
}

std::string facts(const LoadJson& load) {
  const auto fact = [](const Bilingual& name, const std::string& value) {
    return fmt::format("<li>{} <b>{}</b></li>", both(name), value);
  };
  const bool cached = load["source"] != "render";
  const std::string source = load["source"].get<std::string>();
  const Bilingual pictures = source == "cache"    ? Bilingual{"事先渲染", "rendered before"}
                             : source == "render" ? Bilingual{"同时渲染", "rendered beside the clock"}
                             : source == "mjpeg" ? Bilingual{"MJPEG 码流，由引擎解码", "MJPEG, decoded by the engine"}
                                                 : Bilingual{"H.264 码流，由引擎解码", "H.264, decoded by the engine"};
  return "<ul class=\"facts\"><li class=\"twin\">" +
         both({"画面为仿真，引擎为实际运行", "simulated pictures, real engine"}) + "</li>" +
         fact({"画面来源", "pictures"}, both(pictures)) +
         (cached ? fact({"负载档", "profile"}, escape_html(load["profile"].get<std::string>()) + " · " +
                                                   percent_text(load["changed_share_asked"], 0))
                 : "") +
         fact({"每点测量", "each point"}, fmt::format("{:g} s", real(load["measured_s"]))) +
         fact({"预热", "warm-up"}, fmt::format("{:g} s", real(load["warmup_s"]))) +
         fact({"引擎线程", "threads"}, whole(load["threads"])) +
         fact({"处理器", "processors"}, whole(load["machine"]["processors"])) +
         fact({"起始", "begins"}, escape_html(load["begins"].get<std::string>())) +
         fact({"版本", "commit"}, escape_html(load["commit"].get<std::string>())) + "</ul>";
}

std::string warning(const LoadJson& load) {
  std::string html;
  const double others = real(load["others_share_most"]);
  if (others > 0.05)
    html +=
        "<p class=\"card\"><b>" +
        both({fmt::format("测量期间其他程序占用处理器最高 {:.0f} %：时间类数字不代表本机空闲时的水平。", 100 * others),
              fmt::format("Other programs used up to {:.0f} % of the processors meanwhile: times are no measure of "
                          "this machine at rest.",
                          100 * others)}) +
        "</b></p>";
  for (const LoadJson& point : load["points"])
    if (point["partial"].get<bool>())
      html += "<p class=\"card\"><b>" +
              both({whole(point["channels"]) + " 路一点被中途停止。",
                    "The point of " + whole(point["channels"]) + " channels was stopped before its end."}) +
              "</b></p>";
  return html;
}

// Says how much a full disk cost.
std::string full_disk(const LoadJson& broken) {
  if (!broken["planted"].contains("full_disk_s")) return "";
  const std::string refused = whole(broken["store_refusals"]), lost = whole(broken["evidence_lost"]),
                    lacks = whole(broken["events_unstored"]);
  return both(
      {fmt::format("存储拒绝写入 {} 次，失去证据图片 {} 张（日志逐张注明）；结束时未入日志的事件 {} 条。", refused,
                   lost, lacks),
       fmt::format("The store refused {} groups of events, and {} pictures of evidence are lost, which the journal "
                   "names; {} events are not in the journal at the end.",
                   refused, lost, lacks)});
}

std::string broken(const LoadJson& load) {
  std::string list;
  for (const LoadJson& point : load["points"]) {
    const LoadJson& it = point["broken"];
    if (it.is_null()) continue;
    const std::string channels = whole(point["channels"]);
    list += "<li>" + both({channels + " 路，人为干扰：", channels + " channels, broken on purpose: "}) + "<code>" +
            escape_html(it["planted"].dump()) + "</code> ";
    if (!it["found_slow"].is_null())
      list += both({fmt::format("查出变慢的环节：{}，慢 {:.0f} %。", stage_name(it["found_slow"]["stage"]).zh,
                                100 * real(it["found_slow"]["more"])),
                    fmt::format("Found slower: {}, by {:.0f} %. ", stage_name(it["found_slow"]["stage"]).en,
                                100 * real(it["found_slow"]["more"]))});
    if (!it["steady_again_s"].is_null())
      list += both({fmt::format("干扰结束后 {} 秒恢复平稳。", whole(it["steady_again_s"])),
                    fmt::format("Steady again {} s after it was over. ", whole(it["steady_again_s"]))});
    if (!it["found_silent"].empty())
      list += both({"不再有画面的摄像机（编号）：", "Cameras without a picture since, by number: "}) +
              escape_html(it["found_silent"].dump()) + " ";
    list += both({"有未结停留的摄像机丢弃画面 " + whole(it["open_dropped"]) + " 张。",
                  "Dropped of cameras with an open stay: " + whole(it["open_dropped"]) + "."}) +
            full_disk(it) + "</li>";
  }
  return list.empty() ? "" : "<div class=\"card\"><ul>" + list + "</ul></div>";
}

std::string limits(const LoadJson& load) {
  std::string list;
  const auto add = [&](const Bilingual& text) { list += "<li>" + both(text) + "</li>"; };
  if (load["source"] == "mjpeg" || load["source"] == "h264")
    add({"画面是仿真渲染并压缩的，解码计入引擎，不含网络传输。",
         "Pictures are rendered and compressed by a twin: decoding is the engine's, the network is not in it."});
  else
    add({"画面是仿真渲染的，不含网络传输与视频解码的开销。",
         "Pictures are rendered by a twin: what the network and the decoding of video cost is not in them."});
  if (load["source"] != "render")
    add(
        {"同一路的画面噪声相同，行人只在几处之间变换，行驶中的车辆不出现，光线不变；静止物的出现与离开按仿真的真实时间"
         "。",
         "Pictures of one camera share their noise, passers-by change between a few places, vehicles that drive are "
         "absent and the light stands still; still things come and go at their true times."});
  add({"无人应答：短信与派单发出后没有回音，因此案件一侧的工作比实际少。",
       "Nobody answers messages and dispatches, so that the case side has less to do than in life."});
  add({"带得动：间隔 p99 不超过 3 秒，且到达的画面查看不少于 99 %。",
       "Carried means a 99th percentile of the gaps of at most 3 s, and at least 99 % of the pictures analysed."});
  add({"内存为进程自引擎建立前起的增长，含到达而未查看的画面。",
       "Memory is by how much the process grew from before the engine was made, pictures that wait among it."});
  return list;
}

}  // namespace

std::string load_page(const LoadJson& load) {
  const bool any = !load["points"].empty();
  const std::string largest = any ? whole(load["points"].back()["channels"]) : "0";
  const std::map<std::string, std::string, std::less<>> fragments{
      {"warning", warning(load)},
      {"sentence", both_markup(sentence(load))},
      {"facts", facts(load)},
      {"calculated", calculated(load)},
      {"charts", any ? charts(load) : ""},
      {"table-points", points_html(load)},
      {"table-seen", seen_html(load) + growth(load)},
      {"broken", broken(load)},
      {"about-stages",
       both({"所列为 " + largest + " 路一点。CPU 按全部画面平均；用时只计经过该环节的画面。",
             "Of the point of " + largest +
                 " channels. CPU is a mean over all pictures; times are of pictures that met the stage."})},
      {"table-stages", any ? stages_html(load["points"].back()) : ""},
      {"table-verdicts", verdicts_html(load)},
      {"table-work", work_html(load)},
      {"limits", limits(load)}};
  const StudyPage page{"load.html",
                       {"三色码负载测试", "Tricolor load"},
                       load["scenario"].get<std::string>(),
                       {{"points", {"路数", "Channels"}},
                        {"stages", {"各环节", "Stages"}},
                        {"verdicts", {"判得准不准", "Verdicts"}},
                        {"work", {"工作量", "Work"}},
                        {"limits", {"适用范围", "Limits"}}},
                       {"load.css"}};
  return fill_study_page(page, fragments);
}

}  // namespace tricolor::harness
