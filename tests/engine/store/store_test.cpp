// Shows that what the durable store acknowledged is there after kill -9, that instants are stored whole or not at all, that evidence is
// named by its hash and limited, and that SHA-256 gives its published answers.
#include "engine/stores.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "engine/journal.h"

namespace tricolor::engine {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("tricolor_store_" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string file() const { return (path / "journal.sqlite").string(); }
};

Event event(std::uint64_t sequence) { return {sequence, Time{Duration{static_cast<std::int64_t>(sequence) * 10}}, event::Rechecked{IncidentId{static_cast<std::uint32_t>(sequence)}, RecheckOutcome::unknown}}; }

TEST(SqliteStore, ReadsBackWhatWasAppended) {
  const Folder folder;
  std::string error;
  {
    const auto store = open_sqlite_store(folder.file(), error);
    ASSERT_TRUE(store) << error;
    const std::vector<Event> one{event(1), event(2)}, two{event(3)};
    EXPECT_TRUE(store->append(one));
    EXPECT_TRUE(store->append(two));
  }
  const auto again = open_sqlite_store(folder.file(), error);
  const auto events = again->read_all();
  ASSERT_EQ(events.size(), 3u);
  EXPECT_EQ(to_line(events[2]), to_line(event(3)));
}

TEST(SqliteStore, AnInstantIsStoredWholeOrNotAtAll) {
  const Folder folder;
  std::string error;
  const auto store = open_sqlite_store(folder.file(), error);
  EXPECT_TRUE(store->append(std::vector<Event>{event(1)}));
  // The second event repeats a number that is taken, so the whole instant is refused.
  EXPECT_FALSE(store->append(std::vector<Event>{event(2), event(1)}));
  EXPECT_EQ(store->read_all().size(), 1u);
  EXPECT_TRUE(store->append(std::vector<Event>{event(2)}));
}

TEST(SqliteStore, WhatWasAcknowledgedSurvivesKill9) {
  const Folder folder;
  int acknowledged[2];
  ASSERT_EQ(pipe(acknowledged), 0);
  const pid_t child = fork();
  if (child == 0) {
    std::string error;
    const auto store = open_sqlite_store(folder.file(), error);
    for (std::uint64_t i = 1;; ++i) {
      if (!store->append(std::vector<Event>{event(2 * i - 1), event(2 * i)})) _exit(1);
      const std::uint64_t last = 2 * i;
      if (write(acknowledged[1], &last, sizeof last) != sizeof last) _exit(1);
    }
  }
  std::uint64_t last = 0;
  while (last < 40) ASSERT_EQ(read(acknowledged[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(acknowledged[1]);
  for (std::uint64_t more; read(acknowledged[0], &more, sizeof more) == static_cast<ssize_t>(sizeof more);) last = more;
  close(acknowledged[0]);
  std::string error;
  const auto store = open_sqlite_store(folder.file(), error);
  ASSERT_TRUE(store) << error;
  const auto events = store->read_all();
  ASSERT_GE(events.size(), last);
  EXPECT_EQ(events.size() % 2, 0u) << "no half instants";
  for (std::size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].sequence, i + 1);
}

TEST(SqliteStore, AnUnusablePathIsTold) {
  std::string error;
  EXPECT_FALSE(open_sqlite_store("/nowhere/at/all/journal.sqlite", error));
  EXPECT_NE(error.find("/nowhere/at/all/journal.sqlite"), std::string::npos);
}

TEST(FileEvidenceStore, NamesByHashAndKeepsItsLimit) {
  const Folder folder;
  FileEvidenceStore store((folder.path / "evidence").string(), 2);
  Image picture{64, 64, std::vector<std::uint8_t>(64 * 64 * 3, 90)};
  const std::string first = store.put({}, picture);
  ASSERT_EQ(first.size(), 64u);
  EXPECT_TRUE(fs::exists(folder.path / "evidence" / (first + ".jpg")));
  EXPECT_EQ(store.put({}, picture), first) << "equal pictures, equal names";
  picture.bytes[0] = 255;
  EXPECT_EQ(store.put({}, picture), "") << "the limit of two was reached";
  EXPECT_EQ(store.left_out(), 1u);
}

TEST(Sha256, GivesItsPublishedAnswers) {
  EXPECT_EQ(sha256({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string abc = "abc";
  EXPECT_EQ(sha256({reinterpret_cast<const std::uint8_t*>(abc.data()), abc.size()}), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  EXPECT_EQ(sha256({reinterpret_cast<const std::uint8_t*>(two.data()), two.size()}), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

}  // namespace
}  // namespace tricolor::engine
