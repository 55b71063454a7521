#include "view/model/figures.h"

#include <fmt/format.h>

namespace tricolor::harness {
namespace {

constexpr const char* kOpen =
    "SELECT count(*) FROM journal o WHERE o.event IN ('incident_opened','incident_reopened') AND "
    "json_extract(o.line,'$.at')<=:at AND NOT "
    "EXISTS(SELECT 1 FROM journal c WHERE c.event IN ('incident_closed','incident_voided','incident_reopened') AND "
    "c.sequence>o.sequence AND "
    "json_extract(c.line,'$.incident')=json_extract(o.line,'$.incident') AND json_extract(c.line,'$.at')<=:at)";
constexpr const char* kAll =
    "SELECT sum(event='incident_opened')-sum(event='incident_voided') FROM journal WHERE "
    "json_extract(line,'$.at')<=:at";
constexpr const char* kDelivered =
    "SELECT count(*) FROM journal WHERE event='notice_fate' AND json_extract(line,'$.delivered') AND "
    "json_extract(line,'$.at')<=:at";
constexpr const char* kCorrected =
    "SELECT count(*) FROM journal WHERE event='rechecked' AND json_extract(line,'$.outcome')='corrected' AND "
    "json_extract(line,'$.at')<=:at";
constexpr const char* kCasesOpen =
    "SELECT count(*) FROM journal r WHERE r.event='case_registered' AND json_extract(r.line,'$.at')<=:at AND NOT "
    "EXISTS(SELECT 1 FROM journal m WHERE "
    "m.event='case_moved' AND json_extract(m.line,'$.case')=json_extract(r.line,'$.case') AND "
    "json_extract(m.line,'$.to') IN "
    "('closed','forced_close','voided') AND json_extract(m.line,'$.at')<=:at)";
constexpr const char* kOnTime =
    "SELECT count(*) FROM journal m JOIN journal r ON r.event='case_registered' AND "
    "json_extract(r.line,'$.case')=json_extract(m.line,'$.case') WHERE "
    "m.event='case_moved' AND json_extract(m.line,'$.to')='closed' AND "
    "json_extract(m.line,'$.at')<=json_extract(r.line,'$.due') AND "
    "json_extract(m.line,'$.at')<=:at";
constexpr const char* kReports =
    "SELECT count(*) FROM journal WHERE event='report_received' AND json_extract(line,'$.at')<=:at";
// Query for the number of cameras whose last event of sight is blindness.
constexpr const char* kBlind =
    "SELECT count(*) FROM journal b WHERE b.event='camera_became' AND NOT json_extract(b.line,'$.sees') AND "
    "b.sequence=(SELECT max(l.sequence) FROM journal l "
    "WHERE l.event='camera_became' AND json_extract(l.line,'$.camera')=json_extract(b.line,'$.camera') AND "
    "json_extract(l.line,'$.at')<=:at)";
constexpr const char* kYellow =
    "SELECT count(*) FROM journal b WHERE b.event='colour_became' AND json_extract(b.line,'$.to')='yellow' AND "
    "b.sequence=(SELECT max(l.sequence) FROM journal l "
    "WHERE l.event='colour_became' AND json_extract(l.line,'$.merchant')=json_extract(b.line,'$.merchant') AND "
    "json_extract(l.line,'$.at')<=:at)";
constexpr const char* kRed =
    "SELECT count(*) FROM journal b WHERE b.event='colour_became' AND json_extract(b.line,'$.to')='red' AND "
    "b.sequence=(SELECT max(l.sequence) FROM journal l "
    "WHERE l.event='colour_became' AND json_extract(l.line,'$.merchant')=json_extract(b.line,'$.merchant') AND "
    "json_extract(l.line,'$.at')<=:at)";

}  // namespace

std::vector<Figure> figures_of(const Moment& moment) {
  const Tally& t = moment.tally;
  const int rechecked = t.corrected + t.not_corrected + t.relapsed;
  return {
      {"incidents_open", "未结事件", "open incidents", kOpen, t.incidents_open, t.incidents},
      {"incidents", "累计事件", "incidents", kAll, t.incidents},
      {"notices_delivered", "短信送达", "SMS delivered", kDelivered, t.delivered, t.notices},
      {"corrected", "自行整改", "self-corrected", kCorrected, t.corrected, rechecked, true},
      {"cases_open", "在办案件", "open cases", kCasesOpen, t.cases - t.cases_over, t.cases},
      {"cases_on_time", "按期结案", "closed in time", kOnTime, t.on_time, t.cases_should_have_closed, true},
      {"reports", "市民举报", "citizen reports", kReports, t.reports},
      {"cameras_blind", "失明摄像机", "blind cameras", kBlind, t.blind, static_cast<int>(moment.camera_count)},
      {"shops_yellow", "黄码店铺", "yellow shops", kYellow, t.shops[1], static_cast<int>(moment.shop_count)},
      {"shops_red", "红码店铺", "red shops", kRed, t.shops[2], static_cast<int>(moment.shop_count)},
  };
}

std::string value_text(const Figure& figure) {
  if (!figure.share)
    return figure.of < 0 ? fmt::format("{}", figure.value) : fmt::format("{}/{}", figure.value, figure.of);
  return figure.of > 0 ? fmt::format("{:.0f} %", 100.0 * figure.value / figure.of) : "–";
}

}  // namespace tricolor::harness
