#include "diff/outcomes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "engine/journal.h"

namespace tricolor::harness {
namespace {

using engine::ServiceState;

// Counts in the order in which a table shows them; a name keeps the place of its first count, on either side.
class Counts {
 public:
  int& of(const std::string& what) {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](const auto& row) { return row.first == what; });
    return found == rows_.end() ? rows_.emplace_back(what, 0).second : found->second;
  }
  const std::vector<std::pair<std::string, int>>& rows() const { return rows_; }

 private:
  std::vector<std::pair<std::string, int>> rows_;
};

std::string name_in(const std::vector<std::string>& table, std::size_t id) {
  return id < table.size() ? table[id] : fmt::format("#{}", id);
}

Counts counts_of(const ServiceState& state) {
  Counts counts;
  for (const char* what : {"incidents",
                           "  taken back",
                           "  put right by the shop",
                           "  gone before the message",
                           "  closed by a case",
                           "  open at the end",
                           "  came back",
                           "  reopened",
                           "messages",
                           "  delivered",
                           "  not delivered",
                           "cases",
                           "  after a warning in vain",
                           "  closed",
                           "  closed by force",
                           "  reworked",
                           "citizens' reports",
                           "strikes",
                           "shops green",
                           "shops yellow",
                           "shops red"})
    counts.of(what);
  for (const auto& [id, incident] : state.incidents()) {
    ++counts.of("incidents");
    ++counts.of(fmt::format("  of {}", name_in(state.tables().classes, incident.opened.violation_class.value)));
    using How = engine::event::IncidentClosed::How;
    if (incident.voided()) ++counts.of("  taken back");
    else if (incident.open()) ++counts.of("  open at the end");
    else if (incident.how == How::self_corrected) ++counts.of("  put right by the shop");
    else if (incident.how == How::cleared_before_notice) ++counts.of("  gone before the message");
    else ++counts.of("  closed by a case");
    counts.of("  came back") += incident.relapsed_at ? 1 : 0;
    counts.of("  reopened") += incident.reopened_at.empty() ? 0 : 1;
    counts.of("strikes") += incident.struck_at && !incident.voided() ? 1 : 0;
  }
  for (const auto& [id, notice] : state.notices()) {
    ++counts.of("messages");
    if (notice.delivered) ++counts.of(*notice.delivered ? "  delivered" : "  not delivered");
  }
  for (const auto& [id, work] : state.cases()) {
    ++counts.of("cases");
    counts.of("  after a warning in vain") += work.registered.warned ? 1 : 0;
    counts.of("  closed") += work.closed() ? 1 : 0;
    counts.of("  closed by force") += work.state == engine::CaseState::forced_close ? 1 : 0;
    counts.of("  reworked") += work.reworks > 0 ? 1 : 0;
  }
  counts.of("citizens' reports") = static_cast<int>(state.reports().size());
  const std::size_t shops = std::max(state.tables().merchants.size(), state.merchants().size());
  for (std::size_t i = 0; i < shops; ++i) {
    const auto* shop = state.merchant(engine::MerchantId{static_cast<std::uint32_t>(i)});
    ++counts.of(fmt::format("shops {}", engine::name_of(shop ? shop->colour : engine::Colour::green)));
  }
  return counts;
}

std::map<std::string, ShopOutcome> shops_of(const ServiceState& state) {
  std::map<std::string, ShopOutcome> shops;
  for (std::size_t i = 0; i < state.merchants().size(); ++i) {
    const engine::MerchantRecord& record = state.merchants()[i];
    shops[name_in(state.tables().merchants, i)] = {record.colour, record.incidents, record.notices, record.cases,
                                                   record.counted};
  }
  return shops;
}

std::string shop_text(const ShopOutcome& shop) {
  return fmt::format("{:<6} {:>3} {:>3} {:>3} {:>3}", engine::name_of(shop.colour), shop.incidents, shop.notices,
                     shop.cases, shop.strikes);
}

}  // namespace

OutcomeComparison compare_outcomes(const ServiceState& left, const ServiceState& right) {
  OutcomeComparison comparison;
  Counts of_left = counts_of(left), of_right = counts_of(right);
  for (const auto& [what, count] : of_left.rows()) of_right.of(what);
  for (const auto& [what, count] : of_right.rows()) of_left.of(what);
  // Classes are listed below the incidents, although they may be counted before them.
  const auto add = [&](const std::string& what) {
    const OutcomeRow row{what, of_left.of(what), of_right.of(what)};
    if (row.left != 0 || row.right != 0) comparison.rows.push_back(row);
  };
  const auto is_class = [](const std::string& what) { return what.rfind("  of ", 0) == 0; };
  for (const auto& [what, count] : of_left.rows()) {
    if (is_class(what)) continue;
    add(what);
    if (what != "incidents") continue;
    for (const auto& [other, ignored] : of_left.rows())
      if (is_class(other)) add(other);
  }
  const auto shops_left = shops_of(left);
  auto shops_right = shops_of(right);
  for (const auto& [shop, outcome] : shops_left) shops_right.emplace(shop, ShopOutcome{});
  for (const auto& [shop, outcome] : shops_right) {
    const auto found = shops_left.find(shop);
    const ShopOutcome other = found == shops_left.end() ? ShopOutcome{} : found->second;
    if (!(other == outcome)) comparison.shops.push_back({shop, other, outcome});
  }
  std::stable_partition(comparison.shops.begin(), comparison.shops.end(),
                        [](const ShopRow& row) { return row.left.colour != row.right.colour; });
  return comparison;
}

std::string to_text(const OutcomeComparison& comparison, std::size_t most_shops) {
  std::string text = fmt::format("{:<28} {:>8} {:>8} {:>8}\n", "outcomes", "left", "right", "change");
  for (const OutcomeRow& row : comparison.rows)
    text += fmt::format("  {:<26} {:>8} {:>8} {:>8}\n", row.what, row.left, row.right,
                        row.left == row.right ? std::string("=") : fmt::format("{:+}", row.right - row.left));
  if (comparison.shops.empty()) return text + "every shop has the same colour and the same counts\n";
  text += fmt::format("{:<28} {:<22} | {:<22}\n", fmt::format("shops that differ ({})", comparison.shops.size()),
                      "left", "right");
  text += fmt::format("  {:<26} {:<6} {:>3} {:>3} {:>3} {:>3} | {:<6} {:>3} {:>3} {:>3} {:>3}\n", "", "colour", "inc",
                      "sms", "cas", "str", "colour", "inc", "sms", "cas", "str");
  for (std::size_t i = 0; i < std::min(most_shops, comparison.shops.size()); ++i) {
    const ShopRow& row = comparison.shops[i];
    text += fmt::format("  {:<26} {} | {}\n", row.shop, shop_text(row.left), shop_text(row.right));
  }
  if (comparison.shops.size() > most_shops)
    text += fmt::format("  … and {} more\n", comparison.shops.size() - most_shops);
  return text;
}

std::vector<std::string> configuration_differences(const ServiceState& left, const ServiceState& right) {
  std::vector<std::string> differences;
  const auto &a = left.configured(), &b = right.configured();
  if (a.size() != b.size()) differences.push_back(fmt::format("configured {} ≠ {} times", a.size(), b.size()));
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const auto compare = [&](const char* what, const std::string& one, const std::string& other) {
      if (one != other)
        differences.push_back(
            fmt::format("{} {} ≠ {}", what, one.empty() ? "none" : one, other.empty() ? "none" : other));
    };
    compare("policy", a[i].content.policy_name, b[i].content.policy_name);
    compare("digest of the files", a[i].content.digest.substr(0, 12), b[i].content.digest.substr(0, 12));
    compare("digest of the ids' names", a[i].content.tables_digest.substr(0, 12),
            b[i].content.tables_digest.substr(0, 12));
  }
  return differences;
}

}  // namespace tricolor::harness
