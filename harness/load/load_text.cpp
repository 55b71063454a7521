#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "load/load.h"
#include "scenario/counted.h"

namespace tricolor::harness {
namespace {

std::string bytes_of(double bytes) {
  if (bytes >= 1e9) return fmt::format("{:.2f} GB", bytes / 1e9);
  if (bytes >= 1e6) return fmt::format("{:.2f} MB", bytes / 1e6);
  return fmt::format("{:.0f} kB", bytes / 1e3);
}

std::string count_of(const LoadJson& number) { return fmt::format("{}", number.get<std::uint64_t>()); }

std::string share_text(const LoadJson& share, int digits = 1) {
  return share.is_null() ? "-" : fmt::format("{:.{}f} %", 100 * share.get<double>(), digits);
}

// Lays cells out in columns, each as wide as its widest cell; the first is set to the left.
std::string columns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> width;
  for (const auto& row : rows) {
    width.resize(std::max(width.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], row[i].size());
  }
  std::string text;
  for (const auto& row : rows) {
    text += " ";
    for (std::size_t i = 0; i < row.size(); ++i)
      text += i == 0 ? fmt::format(" {:<{}}", row[i], width[i]) : fmt::format("  {:>{}}", row[i], width[i]);
    text += "\n";
  }
  return text;
}

std::string points_table(const LoadJson& points) {
  std::vector<std::vector<std::string>> rows{{"channels", "offered/s", "analysed", "dropped", "gap p50", "p99", "max s",
                                              "> 3 s", "late p50", "p99", "max ms", "CPU-ms", "cores", "a channel",
                                              "changed"}};
  for (const LoadJson& it : points) {
    const LoadJson &gaps = it["gaps_s"], &late = it["latency_ms"];
    rows.push_back({count_of(it["channels"]) + (it["partial"].get<bool>()   ? " partial"
                                                : it["carried"].get<bool>() ? ""
                                                                            : " not carried"),
                    fmt::format("{:.1f}", it["offered"]["per_s"].get<double>()), share_text(it["analysed"]["share"]),
                    count_of(it["dropped"]["pictures"]), fmt::format("{:.2f}", gaps["p50"].get<double>()),
                    fmt::format("{:.2f}", gaps["p99"].get<double>()), fmt::format("{:.2f}", gaps["max"].get<double>()),
                    count_of(gaps["long"]), fmt::format("{:.1f}", late["p50"].get<double>()),
                    fmt::format("{:.1f}", late["p99"].get<double>()), fmt::format("{:.0f}", late["max"].get<double>()),
                    fmt::format("{:.2f}", it["cpu"]["engine_ms_per_picture"].get<double>()),
                    fmt::format("{:.2f}", it["cpu"]["engine_cores"].get<double>()),
                    bytes_of(it["memory"]["bytes_per_channel"].get<double>()),
                    share_text(it["work"]["changed_share"])});
  }
  return columns(rows);
}

std::string stages_table(const LoadJson& point) {
  std::vector<std::vector<std::string>> rows{{"stage", "pictures", "p50", "p99", "max ms", "CPU-ms a picture"}};
  for (const LoadJson& it : point["stages"]) {
    const LoadJson& latency = it["latency_ms"];
    rows.push_back({it["stage"].get<std::string>(), count_of(latency["count"]),
                    fmt::format("{:.3f}", latency["p50"].get<double>()),
                    fmt::format("{:.3f}", latency["p99"].get<double>()),
                    fmt::format("{:.1f}", latency["max"].get<double>()),
                    fmt::format("{:.4f}", it["cpu_ms_per_picture"].get<double>())});
  }
  return columns(rows);
}

const std::vector<std::string> kVerdictHead{
    "channels", "violations to see", "found",      "recall",         "delay median s", "most s",
    "wrong",    "duplicates",        "wrong shop", "late deadlines", "lost, gained"};

std::string seconds_or_none(const LoadJson& seconds) {
  return seconds.is_null() ? "-" : fmt::format("{:.1f}", seconds.get<double>());
}

std::vector<std::string> verdict_cells(const LoadJson& point) {
  const LoadJson& verdicts = point["verdicts"];
  const LoadJson& against = verdicts["against"];
  return {count_of(point["channels"]),
          count_of(verdicts["violations"]),
          count_of(verdicts["found"]),
          share_text(verdicts["recall"]),
          seconds_or_none(verdicts["delay_s_median"]),
          seconds_or_none(verdicts["delay_s_most"]),
          fmt::format("{} of {}", verdicts["wrong"].get<int>(), verdicts["incidents"].get<int>()),
          count_of(verdicts["duplicates"]),
          fmt::format("{} of {}", verdicts["wrong_shop"].get<int>(), verdicts["shops_accused"].get<int>()),
          fmt::format("{} of {}", point["deadlines"]["missed"].get<std::uint64_t>(),
                      point["deadlines"]["count"].get<std::uint64_t>()),
          against.is_null() ? "-" : fmt::format("{}, {}", against["lost"].get<int>(), against["gained"].get<int>())};
}

std::string verdicts_table(const LoadJson& points) {
  std::vector<std::vector<std::string>> rows{kVerdictHead};
  for (const LoadJson& it : points)
    if (!it["verdicts"].is_null()) rows.push_back(verdict_cells(it));
  return rows.size() > 1 ? "Verdicts against the truth of the twin\n" + columns(rows) : "";
}

std::string broken_text(const LoadJson& point) {
  const LoadJson& broken = point["broken"];
  if (broken.is_null()) return "";
  std::string text = fmt::format("{}, broken on purpose: {}\n", counted(point["channels"].get<int>(), "channel"),
                                 broken["planted"].dump());
  const LoadJson& slow = broken["found_slow"];
  if (broken["planted"].contains("slow"))
    text += slow.is_null() ? "  no stage was found to be slower\n"
                           : fmt::format("  slower: {} by {:.0f} % [{:.0f} ... {:.0f}]\n",
                                         slow["stage"].get<std::string>(), 100 * slow["more"].get<double>(),
                                         100 * slow["low"].get<double>(), 100 * slow["high"].get<double>());
  if (!broken["found_silent"].empty())
    text += fmt::format("  cameras of which nothing was seen any more, by number: {}\n", broken["found_silent"].dump());
  const auto& planted = broken["planted"];
  const char* const passing[] = {"stall_s", "burst", "slow_store_s", "clump", "full_disk_s"};
  if (std::any_of(std::begin(passing), std::end(passing), [&](const char* key) { return planted.contains(key); }))
    text += broken["steady_again_s"].is_null()
                ? "  not steady again by the end\n"
                : fmt::format("  steady again {} s after it was over\n", broken["steady_again_s"].get<int>());
  text += fmt::format("  dropped of cameras with an open stay: {}\n", broken["open_dropped"].get<std::uint64_t>());
  if (planted.contains("full_disk_s"))
    text +=
        fmt::format("  the store refused {}; {} of evidence lost; events that are not in the journal at the end: {}\n",
                    counted(broken["store_refusals"].get<std::uint64_t>(), "group of events", "groups of events"),
                    counted(broken["evidence_lost"].get<std::uint64_t>(), "picture"),
                    broken["events_unstored"].get<std::uint64_t>());
  return text;
}

}  // namespace

std::string verdicts_text(const std::vector<LoadJson>& loads) {
  std::vector<std::vector<std::string>> rows{kVerdictHead};
  for (const char* more : {"dropped", "of open", "gap p99", "max s"}) rows.front().emplace_back(more);
  rows.front().insert(rows.front().begin(), "profile");
  for (const LoadJson& load : loads)
    for (const LoadJson& it : load["points"]) {
      if (it["verdicts"].is_null()) continue;
      std::vector<std::string> cells = verdict_cells(it);
      cells.insert(cells.begin(),
                   load["profile"].get<std::string>() + (it["carried"].get<bool>() ? "" : " not carried"));
      cells.push_back(count_of(it["dropped"]["pictures"]));
      cells.push_back(count_of(it["dropped"]["of_open"]));
      cells.push_back(fmt::format("{:.2f}", it["gaps_s"]["p99"].get<double>()));
      cells.push_back(fmt::format("{:.2f}", it["gaps_s"]["max"].get<double>()));
      rows.push_back(std::move(cells));
    }
  if (rows.size() < 2) return "";
  return "Verdicts of all profiles against the same truth; lost and gained are against the first profile\n" +
         columns(rows);
}

std::string load_text(const LoadJson& load) {
  const LoadJson& points = load["points"];
  if (points.empty()) return "Nothing was measured.\n";
  std::string text = fmt::format(
      "{}: {}, {} frame{} a second, {} thread{} of the engine, {:g} s after {:g} s of warm-up\n"
      "on {}, {} processors; eyes {}\n",
      load["scenario"].get<std::string>(),
      load["profile"].is_null() ? "rendered beside the clock"
                                : fmt::format("rendered before{}, {} profile",
                                              load["source"] == "cache"   ? ""
                                              : load["source"] == "mjpeg" ? " and sent as MJPEG"
                                                                          : " and sent as H.264",
                                              load["profile"].get<std::string>()),
      load["fps"].get<double>(), load["fps"] == 1 ? "" : "s", load["threads"].get<int>(),
      load["threads"] == 1 ? "" : "s", load["measured_s"].get<double>(), load["warmup_s"].get<double>(),
      load["machine"]["processor"].get<std::string>(), load["machine"]["processors"].get<int>(),
      load["eyes"].get<std::string>());
  text += points_table(points);
  text += fmt::format("Stages at {}\n", counted(points.back()["channels"].get<int>(), "channel")) +
          stages_table(points.back());
  const LoadJson& work = points.back()["work"];
  if (const double pictures = work["pictures"].get<double>(); pictures > 0 && !work["multiply_adds"].is_null())
    text += fmt::format("Work a picture at {}: {:.1f} M multiply-adds, {:.0f} allocations, {:.2f} events\n",
                        counted(points.back()["channels"].get<int>(), "channel"),
                        work["multiply_adds"].get<double>() / pictures / 1e6,
                        work["allocations"].get<double>() / pictures, work["events"].get<double>() / pictures);
  for (const LoadJson& point : points)
    if (const auto left_out = point["work"]["trace_left_out"].get<std::uint64_t>(); left_out > 0)
      text += fmt::format("The trace had no room for {} entries: it lacks the end.\n", left_out);
  for (const LoadJson& point : points)
    if (const auto blind = point["work"]["cameras_blind"].get<std::uint64_t>(); blind > 0)
      text += fmt::format("At {} the engine took {} for blind at the end.\n",
                          counted(point["channels"].get<int>(), "channel"), counted(blind, "camera"));
  text += verdicts_table(points);
  for (const LoadJson& point : points) text += broken_text(point);
  if (load["knee"].is_null()) text += "Measured: the smallest number of channels was not carried.\n";
  else if (load["knee"]["beyond"].get<bool>())
    text += fmt::format("Measured: all were carried; the knee lies beyond {}.\n",
                        counted(load["knee"]["channels"].get<int>(), "channel"));
  else text += fmt::format("Measured: the knee is at {}.\n", counted(load["knee"]["channels"].get<int>(), "channel"));
  if (const LoadJson& growth = load["growth"]; !growth.is_null())
    text += fmt::format("Processor time grows as channels ^ {:.3f} [{:.3f} ... {:.3f}], by {} points.\n",
                        growth["exponent"].get<double>(), growth["low"].get<double>(), growth["high"].get<double>(),
                        growth["points"].get<int>());
  if (!load["calculated"].is_null())
    text += fmt::format("Calculated, not measured: {:.0f} channels would fill one core, from the CPU-ms at {}.\n",
                        load["calculated"]["channels_per_core"].get<double>(),
                        counted(load["calculated"]["from_channels"].get<int>(), "channel"));
  if (const double others = load["others_share_most"]; others > 0.05)
    text += fmt::format(
        "Other programs used up to {:.0f} % of the processors meanwhile: the times are no measure of this "
        "machine at rest.\n",
        100 * others);
  return text;
}

}  // namespace tricolor::harness
