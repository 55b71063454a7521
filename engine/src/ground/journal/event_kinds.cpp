// Lists the kinds of events and their fields, from the same list (fields.h) by which lines are written and read.
#include <type_traits>
#include <utility>

#include "engine/journal.h"
#include "journal/fields.h"

namespace tricolor::engine {
namespace {

// The word of the reference for what an id names.
const char* thing_of(CameraId) { return "camera"; }
const char* thing_of(ZoneId) { return "zone"; }
const char* thing_of(MerchantId) { return "merchant"; }
const char* thing_of(OfficerId) { return "officer"; }
const char* thing_of(DutyGridId) { return "duty_grid"; }
const char* thing_of(ClassId) { return "class"; }
const char* thing_of(SightingId) { return "sighting"; }
const char* thing_of(IncidentId) { return "incident"; }
const char* thing_of(NoticeId) { return "notice"; }
const char* thing_of(CaseId) { return "case"; }
const char* thing_of(ReportId) { return "report"; }

// Is handed to `fields` in the place of a writer of lines: it notes the name and the type of each field, not the value.
class TypeReader {
 public:
  explicit TypeReader(std::vector<EventField>& fields) : fields_(fields) {}
  template <class T>
  void operator()(const char* name, T& value) {
    fields_.push_back({name, type_of(value), false});
  }
  template <class T>
  void score(const char* name, T& value) {
    fields_.push_back({name, type_of(value), true});
  }

 private:
  using Kind = FieldType::Kind;

  template <class Tag>
  FieldType type_of(Id<Tag>& id) {
    return {Kind::id, false, thing_of(id), {}, {}};
  }
  FieldType type_of(Time&) { return {Kind::instant, false, {}, {}, {}}; }
  FieldType type_of(std::string&) { return {Kind::text, false, {}, {}, {}}; }
  FieldType type_of(bool&) { return {Kind::truth, false, {}, {}, {}}; }
  template <class T>
  FieldType type_of(std::optional<T>&) {
    T value{};
    FieldType type = type_of(value);
    type.or_null = true;
    return type;
  }
  template <class T>
  FieldType type_of(std::vector<T>&) {
    T value{};
    return {Kind::list, false, {}, {}, {{"", type_of(value), false}}};
  }
  template <class T>
  FieldType type_of(T& value) {
    if constexpr (std::is_enum_v<T>) {
      FieldType type{Kind::word, false, {}, {}, {}};
      // The enumerators count from 0, and `name_of` gives an empty text for the first number that is none.
      for (int i = 0; *name_of(static_cast<T>(i)); ++i) type.words.emplace_back(name_of(static_cast<T>(i)));
      return type;
    } else if constexpr (std::is_integral_v<T>) {
      return {Kind::whole, false, {}, {}, {}};
    } else if constexpr (std::is_floating_point_v<T>) {
      return {Kind::number, false, {}, {}, {}};
    } else {
      FieldType type{Kind::record, false, {}, {}, {}};
      TypeReader inner(type.inner);
      fields(inner, value);
      return type;
    }
  }

  std::vector<EventField>& fields_;
};

template <std::size_t... I>
std::vector<EventKind> kinds(std::index_sequence<I...>) {
  std::vector<EventKind> all;
  const auto add = [&](event::Payload payload) {
    EventKind kind{std::string(name_of(payload)), {}};
    TypeReader reader(kind.fields);
    std::visit([&](auto& it) { fields(reader, it); }, payload);
    all.push_back(std::move(kind));
  };
  (add(event::Payload{std::in_place_index<I>}), ...);
  return all;
}

}  // namespace

std::vector<EventKind> event_kinds() { return kinds(std::make_index_sequence<std::variant_size_v<event::Kind>>{}); }

}  // namespace tricolor::engine
