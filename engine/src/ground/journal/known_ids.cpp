// Finds the ids that an event names, by walking its fields.
#include "engine/journal.h"
#include "journal/fields.h"

namespace tricolor::engine {
namespace {

class Search {
 public:
  explicit Search(const WorldTables& tables) : tables_(tables) {}

  template <class T>
  void operator()(const char*, T& value) {
    look(value);
  }
  template <class T>
  void score(const char*, T& value) {
    look(value);
  }
  const std::string& fault() const { return fault_; }

 private:
  void look(ClassId& id) { known("class", id.value, tables_.classes); }
  void look(CameraId& id) { known("camera", id.value, tables_.cameras); }
  void look(ZoneId& id) { known("zone", id.value, tables_.zones); }
  void look(MerchantId& id) { known("merchant", id.value, tables_.merchants); }
  void look(DutyGridId& id) { known("grid", id.value, tables_.duty_grids); }
  void look(OfficerId& id) { known("officer", id.value, tables_.officers); }
  template <class T>
  void look(std::optional<T>& value) {
    if (value) look(*value);
  }
  template <class T>
  void look(std::vector<T>& values) {
    for (T& value : values) look(value);
  }
  void look(EvidenceRecord& record) { fields(*this, record); }
  template <class T>
  void look(T&) {}

  void known(const char* noun, std::uint32_t id, const std::vector<std::string>& table) {
    if (!fault_.empty() || id < table.size()) return;
    fault_ = std::string(noun) + " " + std::to_string(id) + ", and there are " + std::to_string(table.size());
  }

  const WorldTables& tables_;
  std::string fault_;
};

}  // namespace

std::optional<std::string> unknown_id_in(std::span<const Event> events, const WorldTables& tables) {
  for (const Event& event : events) {
    Search search(tables);
    // The fields are named for writing and reading alike, so that a reader too takes them by a plain reference.
    std::visit([&](const auto& payload) { fields(search, const_cast<std::decay_t<decltype(payload)>&>(payload)); },
               event.payload);
    if (!search.fault().empty()) return "event " + std::to_string(event.sequence) + " names " + search.fault();
  }
  return std::nullopt;
}

}  // namespace tricolor::engine
