#include "report/page/html/story_html.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "report/page/html/html.h"
#include "report/page/data/page_data.h"
#include "scenario/counted.h"

namespace tricolor::harness {

namespace {

std::int64_t time_of(const Json& step) { return step["time"].get<std::int64_t>(); }
Bilingual class_words(const Json& data, const Json& story) {
  const auto& it = data["classes"].at(story["class"].get<std::size_t>());
  return {it["zh"].get<std::string>(), it["en"].get<std::string>()};
}

Bilingual title_of(const std::string& kind) {
  if (kind == "turned_yellow") return {"店铺转为黄码", "A shop turned yellow"};
  if (kind == "turned_red") return {"店铺转为红码", "A shop turned red"};
  if (kind == "corrected") return {"短信提醒后自行整改", "One SMS was enough"};
  if (kind == "wrong") return {"误告", "A false alarm"};
  if (kind == "visited") return {"队员到场处置", "An officer came"};
  return {"其他事件", "One more incident"};
}

Bilingual where_of(const Json& story) {
  const std::string sign = string_of(story["sign"]);
  if (sign.empty()) return {"公共地段", "in a public place"};
  return {"“" + sign + "”门前", "in front of " + sign};
}

Bilingual closed_words(const std::string& how) {
  if (how == "self_corrected") return {"店铺自行整改，事件办结。", "The shop put it right; the incident is closed."};
  if (how == "case_closed") return {"案件结案，事件办结。", "The case is over, and so is the incident."};
  if (how == "cleared_before_notice")
    return {"提醒前已消失，事件办结。", "Gone before the SMS; the incident is closed."};
  if (how == "voided") return {"事件作废。", "Voided."};
  return {how, how};
}

/// Tells the story in a few sentences. Plain text.
Bilingual gist_of(const Json& data, const Json& story) {
  const auto& words = data["words"];
  const auto onset = time_of(*step_of(story, "onset"));
  const bool wrong = !string_of(story["wrong_by"]).empty();
  const Bilingual thing = class_words(data, story), where = where_of(story), day = weekday_text(onset);
  const std::string date = date_text(onset).substr(5), at = minute_text(onset);
  std::string zh =
      fmt::format("{}（{}）{}，{}", date, day.zh, at, where.zh) + (wrong ? "有物品被误认为" : "出现") + thing.zh;
  std::string en = fmt::format("On {} at {} the camera {} {} {}.", day.en, at, wrong ? "took something for" : "saw",
                               thing.en, where.en);
  if (const Json* confirmed = step_of(story, "confirmed")) {
    const bool sms = step_of(story, "sms") != nullptr;
    const Bilingual stayed = duration_text((*confirmed)["stayed_s"]);
    zh += fmt::format("；停留 {}后认定超时{}", stayed.zh, sms ? "，发送提醒短信" : "");
    en += fmt::format(" After {} it had stood too long{}.", stayed.en, sms ? " and the SMS went out" : "");
  }
  if (const Json* colour = step_of(story, "colour")) {
    const Bilingual from = word_of(words, "colour", string_of((*colour)["from"])),
                    to = word_of(words, "colour", string_of((*colour)["to"]));
    zh += fmt::format("；该店有效计次达 {} 次，由{}码转为{}码", (*colour)["count"].get<int>(), from.zh, to.zh);
    en += fmt::format(" With {} the shop went from {} to {}.", counted((*colour)["count"].get<int>(), "strike"),
                      from.en, to.en);
  }
  if (const Json* checked = step_of(story, "rechecked")) {
    const double minutes = policy_in(data, time_of(*checked))["correct_within_min"].get<double>();
    const Bilingual outcome = word_of(words, "recheck", string_of((*checked)["outcome"]));
    zh += fmt::format("；{:g} 分钟后复查，{}", minutes, outcome.zh);
    en += fmt::format(" At the re-check {:g} minutes later: {}.", minutes, outcome.en);
  }
  const Json* arrived = nullptr;
  int reworks = 0;
  for (const auto& step : story["steps"]) {
    if (!step.contains("to")) continue;
    if (step["to"] == "arrived" && !arrived) arrived = &step;
    reworks += step["to"] == "rework" ? 1 : 0;
  }
  if (arrived) {
    const std::string officer = string_of((*arrived)["officer"]), reason = string_of((*arrived)["reason"]);
    const Bilingual found = reason_words(words, reason);
    zh += fmt::format("；队员 {} 到场处置{}{}", officer, reason.empty() ? "" : "，" + found.zh,
                      reworks ? fmt::format("，返工 {} 次", reworks) : "");
    en += fmt::format(" Officer {} came{}{}.", officer, reason.empty() ? "" : ": " + found.en,
                      reworks ? fmt::format("; the case was sent back {} times", reworks) : "");
  }
  if (const Json* closed = step_of(story, "closed")) {
    zh += fmt::format("；{} 办结", minute_text(time_of(*closed)));
    en += fmt::format(" It ended at {}.", minute_text(time_of(*closed)));
  }
  return {zh + "。", en};
}

/// Tells the judge's finding. Plain text; empty when there is none to tell.
Bilingual truth_of(const Json& data, const Json& story) {
  const std::string wrong = string_of(story["wrong_by"]);
  if (!wrong.empty()) {
    const Bilingual cause = word_of(data["words"], "wrong", wrong);
    if (story["stood_there"].is_null()) return {"真值评测：" + cause.zh + "。", "The truth: " + cause.en + "."};
    const Bilingual stood = word_of(data["words"], "kind", string_of(story["stood_there"]));
    return {"真值评测：" + cause.zh + "，现场为" + stood.zh + "。", "The truth: " + cause.en + " (" + stood.en + ")."};
  }
  if (story["truth"].is_null()) return {};
  const std::string from = clock_text(story["truth"]["from"].get<std::int64_t>());
  if (story["truth"]["until"].is_null())
    return {fmt::format("真值评测：{} 摆出，期末仍未清走。", from),
            fmt::format("The truth: put there at {}, still there at the end.", from)};
  const std::string until = clock_text(story["truth"]["until"].get<std::int64_t>());
  return {fmt::format("真值评测：{} 摆出，{} 清走。", from, until),
          fmt::format("The truth: put there at {}, gone at {}.", from, until)};
}

/// Writes a case as a row of stations with the time between them; later rounds of the same case are only counted.
std::string visit_html(const Json& data, const Json& story) {
  std::string stations, officer;
  std::set<std::string> seen;
  int reworks = 0;
  std::int64_t before = 0;
  for (const auto& move : story["steps"]) {
    if (move["what"] != "case_moved") continue;
    const std::string to = string_of(move["to"]), reason = string_of(move["reason"]);
    if (officer.empty()) officer = string_of(move["officer"]);
    reworks += to == "rework" ? 1 : 0;
    const bool over = to == "closed" || to == "forced_close" || to == "voided";
    if (to == "feedback" || to == "rework" || (seen.contains(to) && !over)) continue;
    seen.insert(to);
    const Bilingual since = before ? duration_text(static_cast<double>(time_of(move) - before) / 1000) : Bilingual{};
    stations += fmt::format("<li><b>{}</b><span>{}{}</span>{}</li>", both(word_of(data["words"], "state", to)),
                            clock_text(time_of(move)), before ? " · +" + both(since) : "",
                            reason.empty() ? "" : "<em>" + both(reason_words(data["words"], reason)) + "</em>");
    before = time_of(move);
  }
  const Bilingual who{officer.empty() ? "案件暂无承办队员" : "案件派遣队员 " + officer,
                      officer.empty() ? "The case has no officer" : "The case goes to officer " + officer};
  const Bilingual again =
      reworks ? Bilingual{fmt::format("，返工 {} 次", reworks), fmt::format("; it is sent back {} times", reworks)}
              : Bilingual{};
  return "<p>" + both({who.zh + again.zh + "：", who.en + again.en + ":"}) + "</p><ol class=\"stations\">" + stations +
         "</ol>";
}

class Steps {
 public:
  Steps(const Json& data, const Json& story, std::size_t number) : data_(data), story_(story), number_(number) {}

  std::string html() {
    std::string out;
    for (const auto& step : story_["steps"]) out += step_html(step);
    return "<ol class=\"steps\">\n" + out + "</ol>\n";
  }

 private:
  std::string line(const Json& step, const char* css, const std::string& markup) {
    const auto at = time_of(step);
    const std::string date = date_text(at).substr(5);
    const std::string head = date == day_ ? "" : "<small>" + date + " " + both(weekday_text(at)) + "</small>";
    day_ = date;
    return fmt::format("<li class=\"{}\"><time>{}{}</time><div>{}</div></li>\n", css, head, clock_text(at), markup);
  }

  std::string step_html(const Json& step) {
    const std::string what = string_of(step["what"]);
    const auto paragraph = [](const Bilingual& text) { return "<p>" + both(text) + "</p>"; };
    if (what == "onset")
      return line(
          step, "",
          paragraph({"区域内出现物品，开始计算停留时间。", "Something stands in the zone; the dwell clock starts."}));
    if (what == "confirmed") {
      const Bilingual stayed = duration_text(step["stayed_s"]);
      const std::string camera = string_of(step["camera"]);
      return line(step, "",
                  paragraph({fmt::format("摄像机 {}：已停留 {}，超过停留时限，予以认定。", camera, stayed.zh),
                             fmt::format("Camera {} confirms: it has stood there for {}, longer than allowed.", camera,
                                         stayed.en)}) +
                      (&step == step_of(story_, "confirmed") ? close_up_html(story_, number_) : ""));
    }
    if (what == "sms") return line(step, "message", sms_html(step));
    if (what == "colour") {
      const std::string from = string_of(step["from"]), to = string_of(step["to"]);
      const Bilingual was = word_of(data_["words"], "colour", from), is = word_of(data_["words"], "colour", to);
      return line(step, "turn",
                  "<p>" + colour_mark(from) + " <span aria-hidden=\"true\">→</span> " + colour_mark(to) + " " +
                      both({fmt::format("有效计次 {} 次，由{}码转为{}码。", step["count"].get<int>(), was.zh, is.zh),
                            fmt::format("With {}: from {} to {}.", counted(step["count"].get<int>(), "strike"), was.en,
                                        is.en)}) +
                      "</p>");
    }
    if (what == "rechecked") return line(step, "", recheck_html(step));
    if (what == "case") {
      const std::string due = minute_text(step["due"].get<std::int64_t>());
      return line(step, "",
                  paragraph({fmt::format("立案，结案期限 {}。", due),
                             fmt::format("A case is registered, to be closed by {}.", due)}));
    }
    if (what == "case_moved") {
      if (visit_told_) return "";
      visit_told_ = true;
      return line(step, "visit", visit_html(data_, story_));
    }
    if (what == "relapsed")
      return line(step, "", paragraph({"再次出现，按同一事件继续处理。", "It is back; the same incident goes on."}));
    if (what == "closed") return line(step, "end", paragraph(closed_words(string_of(step["how"]))));
    if (what == "voided") {
      const Bilingual why = reason_words(data_["words"], string_of(step["reason"]));
      return line(step, "end", paragraph({"作废：" + why.zh, "Voided: " + why.en}));
    }
    return "";
  }

  std::string sms_html(const Json& step) const {
    const std::string sign = string_of(story_["sign"]);
    const Json* delivered = step_of(story_, "delivered");
    const Json* fate = delivered ? delivered : step_of(story_, "undelivered");
    std::string state;
    if (fate) {
      const std::string at = clock_text(time_of(*fate));
      state = "<small>" +
              both(delivered ? Bilingual{"✓ 已送达 " + at, "✓ delivered " + at}
                             : Bilingual{"✕ 未送达 " + at, "✕ not delivered " + at}) +
              "</small>";
    }
    const double minutes = policy_in(data_, time_of(step))["correct_within_min"].get<double>();
    return "<p>" + both({"向“" + sign + "”发送提醒短信", "An SMS goes to " + sign}) +
           "</p><p class=\"sms\" lang=\"zh\">" + escape_html(string_of(step["text"])) + state + "</p>" +
           fmt::format("<small class=\"gist en\" lang=\"en\">It asks the shop to clear up within {:g} minutes.</small>",
                       minutes);
  }

  std::string recheck_html(const Json& step) const {
    const Json* sms = step_of(story_, "sms");
    const auto minutes = sms ? std::lround(static_cast<double>(time_of(step) - time_of(*sms)) / 60000) : 0;
    const Bilingual head = minutes ? Bilingual{fmt::format("{} 分钟期限届满，复查结果：", minutes),
                                               fmt::format("{} minutes are over; the re-check says: ", minutes)}
                                   : Bilingual{"复查结果：", "The re-check says: "};
    return "<p>" + both(head) + "<b>" + both(word_of(data_["words"], "recheck", string_of(step["outcome"]))) +
           "</b></p>";
  }

  const Json& data_;
  const Json& story_;
  std::size_t number_;
  std::string day_;
  bool visit_told_ = false;
};

std::string story_html(const Json& data, const Json& story, std::size_t number) {
  const std::string sign = string_of(story["sign"]), trade = string_of(story["trade"]);
  std::string kicker = both(class_words(data, story));
  if (!trade.empty())
    kicker += " · " + (data["trades"].contains(trade) ? both(bilingual(data["trades"][trade])) : escape_html(trade));
  const auto id = story["incident"].get<std::uint64_t>();
  const Bilingual title = title_of(string_of(story["kind"]));
  return fmt::format(
             "<article class=\"card story{}\">\n<p class=\"kicker\">{} · <a "
             "href=\"#incident-{}\">#{}</a></p>\n<h3>{}</h3>\n<p class=\"lede\">{} <span "
             "class=\"truth\">{}</span></p>\n",
             string_of(story["wrong_by"]).empty() ? "" : " wrong", kicker, id, id,
             both(sign.empty() ? title : Bilingual{title.zh + "：" + sign, title.en + ": " + sign}),
             both(gist_of(data, story)), both(truth_of(data, story))) +
         story_pictures_html(data, story, number) + Steps(data, story, number).html() + "</article>\n";
}

}  // namespace

const Json* step_of(const Json& story, std::string_view what) {
  for (const auto& step : story["steps"])
    if (step["what"] == what) return &step;
  return nullptr;
}

std::string stories_html(const Json& data) {
  if (data["stories"].empty())
    return "<p class=\"none\">" + both({"本次未发生事件，无典型案例。", "No incident, so no story."}) + "</p>";
  std::string out;
  for (std::size_t i = 0; i < data["stories"].size(); ++i) out += story_html(data, data["stories"][i], i);
  return out;
}

}  // namespace tricolor::harness
