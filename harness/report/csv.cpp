#include <fmt/format.h>

#include <initializer_list>

#include "engine/journal.h"
#include "report/file_formats.h"

namespace tricolor::harness {

namespace {

constexpr const char* kByteOrderMark = "\xEF\xBB\xBF";

/// Rows of a table. A cell that begins like a formula gets an apostrophe, because spreadsheets would run it.
class Csv {
 public:
  explicit Csv(std::initializer_list<std::string> header) : text_(kByteOrderMark) { row(header); }

  void row(std::initializer_list<std::string> cells) {
    bool first = true;
    for (const auto& cell : cells) {
      if (!first) text_ += ',';
      first = false;
      add(cell);
    }
    text_ += "\r\n";
  }

  std::string take() { return std::move(text_); }

 private:
  void add(const std::string& cell) {
    const bool number = cell.find_first_not_of("+-.0123456789") == std::string::npos;
    const std::string guarded = !number && !cell.empty() && std::string_view("=+-@").find(cell[0]) != std::string_view::npos ? "'" + cell : cell;
    if (guarded.find_first_of(",\"\r\n") == std::string::npos) {
      text_ += guarded;
      return;
    }
    text_ += '"';
    for (const char c : guarded) {
      if (c == '"') text_ += '"';
      text_ += c;
    }
    text_ += '"';
  }

  std::string text_;
};

std::string number(std::uint64_t value) { return fmt::format("{}", value); }
std::string yes(bool value) { return value ? "1" : "0"; }
template <class T>
std::string id_or_empty(const std::optional<T>& id) {
  return id ? number(id->value) : std::string{};
}
std::string time_or_empty(const std::optional<engine::Time>& time) { return time ? engine::to_text(*time) : std::string{}; }
std::string shop_name(const RunRecord& run, const std::optional<engine::MerchantId>& id) {
  return id ? run.configuration.merchants.at(id->value).name : std::string{};
}
std::string sign_of(const RunRecord& run, const std::optional<engine::MerchantId>& id) {
  return id ? run.configuration.merchants.at(id->value).sign : std::string{};
}
std::string officer_name(const RunRecord& run, const std::optional<engine::OfficerId>& id) {
  return id ? run.configuration.officers.at(id->value).name : std::string{};
}

}  // namespace

std::string incidents_csv(const RunRecord& run, const Tables& tables) {
  Csv csv{"incident", "class", "类别", "merchant", "店铺", "x_m", "y_m", "onset", "confirmed_at", "closed_at", "closed_how", "voided", "right", "wrong_by"};
  for (const auto& row : tables.incidents) {
    const auto& violation_class = run.configuration.classes.at(row.violation_class.value);
    csv.row({number(row.id.value), violation_class.code_name, violation_class.name_zh, shop_name(run, row.merchant), sign_of(run, row.merchant),
             fmt::format("{:.2f}", row.spot.x_m), fmt::format("{:.2f}", row.spot.y_m), engine::to_text(row.onset), engine::to_text(row.confirmed_at),
             time_or_empty(row.closed_at), row.closed_how, yes(row.voided), yes(row.violation.has_value()), row.wrong_by});
  }
  return csv.take();
}

std::string merchants_csv(const RunRecord& run, const Tables& tables) {
  Csv csv{"merchant", "店铺", "trade", "legal_person", "licence", "duty_grid", "colour", "count", "imported_strikes", "strikes", "incidents", "notices", "cases"};
  for (std::size_t i = 0; i < tables.merchants.size(); ++i) {
    const auto& dossier = run.configuration.merchants[i];
    const auto& row = tables.merchants[i];
    const auto grid = dossier.duty_grid.value;
    csv.row({dossier.name, dossier.sign, dossier.trade, dossier.legal_person, dossier.licence,
             grid < run.configuration.duty_grids.size() ? run.configuration.duty_grids[grid].name : std::string{}, engine::name_of(row.colour),
             fmt::format("{}", row.count), fmt::format("{}", row.imported), fmt::format("{}", row.strikes), fmt::format("{}", row.incidents),
             fmt::format("{}", row.notices), fmt::format("{}", row.cases)});
  }
  return csv.take();
}

std::string cases_csv(const RunRecord& run, const Tables& tables) {
  Csv csv{"case", "incident", "report", "warned", "state", "officer", "registered_at", "dispatched_at", "arrived_at", "due", "closed_at"};
  for (const auto& row : tables.cases)
    csv.row({number(row.id.value), id_or_empty(row.incident), id_or_empty(row.report), yes(row.warned), engine::name_of(row.state),
             officer_name(run, row.officer), engine::to_text(row.registered_at), time_or_empty(row.dispatched_at), time_or_empty(row.arrived_at),
             engine::to_text(row.due), time_or_empty(row.closed_at)});
  return csv.take();
}

std::string notices_csv(const RunRecord& run, const Tables& tables) {
  Csv csv{"notice", "incident", "merchant", "店铺", "queued_at", "sent_at", "fate_at", "fate", "短信"};
  for (const auto& row : tables.notices)
    csv.row({number(row.id.value), number(row.incident.value), shop_name(run, row.merchant), sign_of(run, row.merchant), engine::to_text(row.queued_at),
             time_or_empty(row.sent_at), time_or_empty(row.fate_at), row.delivered ? (*row.delivered ? "delivered" : "undelivered") : "unknown", row.text});
  return csv.take();
}

}  // namespace tricolor::harness
