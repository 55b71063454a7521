// The stores in which journals and evidence are kept.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/digest.h"
#include "engine/ports.h"

namespace tricolor::engine {

/// Keeps the journal in memory, for runs that can be repeated.
class MemoryStore : public Store {
 public:
  bool append(std::span<const Event> events) override;
  std::vector<Event> read_all() override { return events_; }
  std::vector<Event> read_after(std::uint64_t sequence, std::size_t most) override;
  const std::vector<Event>& events() const { return events_; }
  /// Gives the events away; the store is empty afterwards.
  std::vector<Event> take() { return std::exchange(events_, {}); }

 private:
  std::vector<Event> events_;
};

/// A journal on disk.
class DurableStore : public Store {
 public:
  /// The reason why `append` refused last, as one line with the path; empty when it never has.
  virtual std::string trouble() const = 0;
};

/// Opens or makes a SQLite journal with `synchronous=FULL` and a write-ahead log: events for which `append` returned
/// true survive kill -9 and a loss of power. There is one transaction an instant. Only one process at a time can have
/// it open (`<path>.lock`). On failure null and one line in `error`. `read_all` throws std::runtime_error when a row is
/// damaged.
std::unique_ptr<DurableStore> open_sqlite_store(const std::string& path, std::string& error);

/// Reads such a journal, also while it is being written, and changes nothing. Throws std::runtime_error with path and
/// reason when the file is no journal, or when a row is damaged or missing.
std::vector<Event> read_sqlite_journal(const std::string& path);

/// Keeps evidence as JPEG files named by their SHA-256 in a folder, at most `most_pictures`; further ones are counted
/// and left out.
class FileEvidenceStore : public EvidenceStore {
 public:
  FileEvidenceStore(std::string folder, std::size_t most_pictures);
  EvidenceResult put(const EvidenceLabel& label, std::span<const std::uint8_t> jpeg) override;
  bool wants_pictures() const override { return kept_ < most_pictures_; }
  std::size_t kept() const { return kept_; }
  std::size_t left_out() const { return left_out_; }

 private:
  std::string folder_;
  std::size_t most_pictures_;
  std::size_t kept_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace tricolor::engine
