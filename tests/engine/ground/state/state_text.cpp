#include "state_text.h"

#include "engine/journal.h"

namespace tricolor::engine::testing {
namespace {

class Text {
 public:
  Text& operator<<(const char* word) { return add(word); }
  Text& operator<<(const std::string& word) { return add('"' + word + '"'); }
  Text& operator<<(Time time) { return add(std::to_string(time.time_since_epoch().count())); }
  Text& operator<<(const event::Payload& payload) { return add(to_line({0, {}, payload})); }
  template <class Tag>
  Text& operator<<(Id<Tag> id) {
    return add(std::to_string(id.value));
  }
  template <class Number>
  requires std::is_arithmetic_v<Number> Text& operator<<(Number number) { return add(std::to_string(number)); }
  template <class Word>
  requires std::is_enum_v<Word> Text& operator<<(Word word) { return add(std::to_string(static_cast<int>(word))); }
  template <class Value>
  Text& operator<<(const std::optional<Value>& value) {
    return value ? *this << *value : add("-");
  }
  template <class Value>
  Text& list(const Value& values) {
    add("[");
    for (const auto& value : values) *this << value;
    return add("]");
  }
  void end() { text_.back() = '\n'; }
  std::string take() { return std::move(text_); }

 private:
  Text& add(const std::string& word) {
    text_ += word + ' ';
    return *this;
  }
  std::string text_;
};

void write(Text& t, const ServiceState& s) {
  for (const CameraRecord& it : s.cameras()) (t << "camera" << it.sees << it.reason << it.since << it.scene).end();
  for (const auto& [id, it] : s.stays()) (t << "stay" << id << it.started << it.sighting << it.score_256).end();
  for (const auto& [id, it] : s.sightings()) {
    t << "sighting" << id << it.content << it.confirmed_at << it.review << it.review_asked_at << it.incident
      << it.stay_ended_at;
    for (const auto& picture : it.kept) t << picture;
    t.end();
  }
  for (const auto& [id, it] : s.incidents()) {
    t << "incident" << id << it.opened << it.opened_at << it.closed_at << it.how << it.voided_at << it.void_reason
      << it.notice << it.correction_due << it.relapsed_at << it.seen_clear_at << it.struck_at;
    t.list(it.sightings).list(it.reopened_at).list(it.cases).list(it.reports);
    for (const Recheck& recheck : it.rechecks) t << recheck.at << recheck.outcome;
    t.end();
  }
  for (const auto& [id, it] : s.notices())
    (t << "notice" << id << it.queued << it.queued_at << it.stage << it.tries << it.first_tried_at << it.accepted_at
       << it.delivered << it.fate_at << it.why)
        .end();
  for (const auto& [id, it] : s.cases()) {
    t << "case" << id << it.registered << it.registered_at << it.state << it.officer << it.last_officer << it.moved_at
      << it.dispatched_at << it.arrived_at << it.over_at << it.reworks << it.returns;
    t.list(it.passed_over).list(it.declined).list(it.incidents);
    for (const CaseMove& move : it.moves)
      t << move.at << move.from << move.to << move.officer << move.reason << move.sequence;
    t.end();
  }
  for (const auto& [id, it] : s.reports()) {
    t << "report" << id << it.received << it.received_at << it.outcome << it.suggested << it.parent << it.incident
      << it.case_id << it.verifier << it.verify_due << it.verify_asked_at << it.replied_at << it.reply;
    t.list(it.passed_over).end();
  }
  for (const MerchantRecord& it : s.merchants()) {
    t << "merchant" << it.colour << it.count << it.imported << it.counted << it.incidents << it.notices << it.cases;
    for (const auto& change : it.changes) t << change.at << change.from << change.to << change.count << change.sequence;
    for (const auto& strike : it.strikes)
      t << strike.at << strike.incident << strike.report << strike.told_at << strike.sequence;
    for (const auto& owner : it.owner_changes)
      t << owner.at << owner.legal_person << owner.licence << owner.phone << owner.sequence;
    for (const auto& reply : it.replies) t << reply.at << reply.text << reply.sequence;
    t.end();
  }
  for (const ConfiguredRecord& it : s.configured()) (t << "configured" << it.at << it.content).end();
  for (const TroubleRecord& it : s.troubles()) (t << "trouble" << it.at << it.content).end();
  t << "open";
  t.list(s.open_incidents())
      .list(s.open_in_public())
      .list(s.open_cases())
      .list(s.open_reports())
      .list(s.waiting_notices())
      .list(s.in_review());
  t.list(s.tables().merchants).list(s.tables().zones);
  for (std::uint32_t officer = 0; officer < 4; ++officer) t << s.load(OfficerId{officer});
  t.end();
}

}  // namespace

std::string text_of(const ServiceState& state) {
  Text text;
  write(text, state);
  return text.take();
}

}  // namespace tricolor::engine::testing
