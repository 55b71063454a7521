// Shows that events which the durable store acknowledged are there after kill -9, that instants are stored whole or not
// at all, that evidence is named by its hash and limited, and that SHA-256 gives its published answers.
#include "engine/stores.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <set>
#include <fstream>
#include <iterator>

#include "engine/jpeg.h"
#include "engine/journal.h"

namespace tricolor::engine::store_test {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / ("tricolor_store_" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string file() const { return (path / "journal.sqlite").string(); }
};

Event event(std::uint64_t sequence) {
  return {sequence, Time{Duration{static_cast<std::int64_t>(sequence) * 10}},
          event::Rechecked{IncidentId{static_cast<std::uint32_t>(sequence)}, RecheckOutcome::unknown}};
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

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

TEST(SqliteStore, ReadsWhatComesAfterAnEventPieceByPiece) {
  const Folder folder;
  std::string error;
  const auto durable = open_sqlite_store(folder.file(), error);
  MemoryStore memory;
  for (Store* store : {static_cast<Store*>(durable.get()), static_cast<Store*>(&memory)}) {
    EXPECT_TRUE(store->read_after(0, 10).empty());
    for (std::uint64_t i = 1; i <= 25; ++i) ASSERT_TRUE(store->append(std::vector<Event>{event(i)}));
    std::vector<std::uint64_t> read;
    for (auto piece = store->read_after(3, 10); !piece.empty(); piece = store->read_after(piece.back().sequence, 10)) {
      EXPECT_LE(piece.size(), 10u);
      for (const Event& it : piece) read.push_back(it.sequence);
    }
    ASSERT_EQ(read.size(), 22u);
    for (std::size_t i = 0; i < read.size(); ++i) EXPECT_EQ(read[i], i + 4);
    EXPECT_TRUE(store->read_after(99, 10).empty());
  }
}

TEST(SqliteStore, KeepsTheLastSnapshotAndTellsOfOneThatCannotBeRead) {
  const Folder folder;
  std::string error;
  {
    const auto store = open_sqlite_store(folder.file(), error);
    EXPECT_TRUE(store->keeps_snapshots());
    EXPECT_FALSE(store->snapshot());
    store->keep({3, 7, "d", "first"});
    store->keep({5, 7, "e", std::string("second\0one", 10)});
  }
  const auto store = open_sqlite_store(folder.file(), error);
  const auto snapshot = store->snapshot();
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(snapshot->through, 5u);
  EXPECT_EQ(snapshot->version, 7u);
  EXPECT_EQ(snapshot->digest, "e");
  EXPECT_EQ(snapshot->content, std::string("second\0one", 10));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "DROP TABLE snapshot; CREATE TABLE snapshot (x)", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(other);
  ASSERT_TRUE(store->snapshot()) << "it cannot be read, which is not the same as none";
  EXPECT_EQ(store->snapshot()->content, "");
  // The journal does not mind.
  store->keep({6, 7, "f", "third"});
  EXPECT_TRUE(store->append(std::vector<Event>{event(1)}));
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

TEST(SqliteStore, OnlyOneAtATimeWritesAJournal) {
  const Folder folder;
  std::string error;
  auto first = open_sqlite_store(folder.file(), error);
  ASSERT_TRUE(first) << error;
  ASSERT_TRUE(first->append(std::vector<Event>{event(1)}));
  EXPECT_FALSE(open_sqlite_store(folder.file(), error));
  EXPECT_EQ(error, folder.file() + ": cannot keep a journal: it is being written by another process, number " +
                       std::to_string(getpid()));
  EXPECT_TRUE(first->append(std::vector<Event>{event(2)})) << "the first is not disturbed";
  EXPECT_EQ(read_sqlite_journal(folder.file()).size(), 2u) << "reading needs no lock";
  first.reset();
  EXPECT_TRUE(open_sqlite_store(folder.file(), error)) << error;
}

TEST(SqliteStore, TheLockOfAProcessThatWasKilledHoldsNobodyUp) {
  const Folder folder;
  const pid_t child = fork();
  if (child == 0) {
    std::string error;
    const auto store = open_sqlite_store(folder.file(), error);
    if (store && store->append(std::vector<Event>{event(1)})) kill(getpid(), SIGKILL);
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  std::string error;
  EXPECT_TRUE(open_sqlite_store(folder.file(), error)) << error;
}

TEST(SqliteStore, AJournalIsReadWithoutBeingChanged) {
  const Folder folder;
  std::string error;
  ASSERT_TRUE(open_sqlite_store(folder.file(), error)->append(std::vector<Event>{event(1), event(2)}));
  const std::string before = content_of(folder.file());
  EXPECT_EQ(read_sqlite_journal(folder.file()).size(), 2u);
  EXPECT_EQ(content_of(folder.file()), before);
  EXPECT_FALSE(fs::exists(folder.file() + ".lock"));
}

std::string fault_of_reading(const std::string& path) {
  try {
    read_sqlite_journal(path);
  } catch (const std::runtime_error& failed) {
    return failed.what();
  }
  return {};
}

TEST(SqliteStore, AJournalThatLacksARowIsToldByTheRow) {
  const Folder folder;
  std::string error;
  ASSERT_TRUE(open_sqlite_store(folder.file(), error)->append(std::vector<Event>{event(1), event(2), event(3)}));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "DELETE FROM journal WHERE seq = 2", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(fault_of_reading(folder.file()),
            folder.file() + ": events must be numbered 1, 2, 3, … without a gap, got 3 where 2 should be");
  ASSERT_EQ(sqlite3_exec(other, "INSERT INTO journal VALUES (2, 20, 'rechecked', 'junk')", nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(other);
  EXPECT_NE(fault_of_reading(folder.file()).find(folder.file() + ": row 2: must be a line of a journal"),
            std::string::npos)
      << fault_of_reading(folder.file());
}

TEST(SqliteStore, WhatIsNoJournalIsToldByItsPathAndNotMade) {
  const Folder folder;
  EXPECT_NE(
      fault_of_reading(folder.file()).find(folder.file() + ": must be the journal of a durable run (SQLite), got: "),
      std::string::npos)
      << fault_of_reading(folder.file());
  EXPECT_FALSE(fs::exists(folder.file()));
  std::ofstream(folder.file()) << std::string(4096, 'x');
  EXPECT_NE(fault_of_reading(folder.file()).find(folder.file() + ": must be the journal"), std::string::npos)
      << fault_of_reading(folder.file());
}

TEST(SqliteStore, APipeInItsPlaceIsRefusedAndNotWaitedFor) {
  const Folder folder;
  ASSERT_EQ(mkfifo(folder.file().c_str(), 0600), 0);
  std::string error;
  EXPECT_FALSE(open_sqlite_store(folder.file(), error));
  EXPECT_EQ(error, folder.file() + ": cannot keep a journal: no file is there");
  EXPECT_NE(fault_of_reading(folder.file()).find("got: no file is there"), std::string::npos);
}

// A kill in the middle of SQLite's own page writes leaves a rollback journal, which only a writer can use.
TEST(SqliteStore, WhatAKillLeftHalfWrittenIsToldByReadersAndMendedByTheNextWriter) {
  const Folder folder;
  const pid_t child = fork();
  if (child == 0) {
    sqlite3* database = nullptr;
    sqlite3_open(folder.file().c_str(), &database);
    const char* statements =
        "CREATE TABLE journal (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, "
        "line TEXT NOT NULL); PRAGMA cache_size=1; BEGIN; CREATE TABLE other (x);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
        "INSERT INTO other SELECT randomblob(500) FROM n;";
    sqlite3_exec(database, statements, nullptr, nullptr, nullptr);
    kill(getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(fs::exists(folder.file() + "-journal")) << "nothing was left half written";
  EXPECT_NE(fault_of_reading(folder.file()).find("--resume mends it"), std::string::npos)
      << fault_of_reading(folder.file());
  std::string error;
  ASSERT_TRUE(open_sqlite_store(folder.file(), error)) << error;
  EXPECT_TRUE(read_sqlite_journal(folder.file()).empty());
}

TEST(SqliteStore, AFolderWithABlankInItsNameIsAPlaceLikeAnyOther) {
  const Folder folder;
  fs::create_directories(folder.path / "two words");
  const std::string path = (folder.path / "two words" / "journal.sqlite").string();
  std::string error;
  const auto store = open_sqlite_store(path, error);
  ASSERT_TRUE(store) << error;
  EXPECT_TRUE(store->append(std::vector<Event>{event(1)}));
  EXPECT_TRUE(fs::exists(path));
  EXPECT_EQ(read_sqlite_journal(path).size(), 1u);
}

TEST(SqliteStore, ReadersLeaveNothingBesideAJournalWhateverItsNameAndStateAre) {
  const Folder folder;
  const fs::path place = folder.path / "a%20b?c#d";
  fs::create_directories(place);
  const std::string path = (place / "journal.sqlite").string();
  const auto beside = [&] {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(place)) names.insert(entry.path().filename().string());
    return names;
  };
  {
    std::string error;
    const auto store = open_sqlite_store(path, error);
    ASSERT_TRUE(store) << error;
    EXPECT_TRUE(store->append(std::vector<Event>{event(1)}));
    EXPECT_EQ(read_sqlite_journal(path).size(), 1u) << "while it is being written";
  }
  EXPECT_EQ(read_sqlite_journal(path).size(), 1u);
  EXPECT_EQ(beside(), std::set<std::string>{"journal.sqlite"});
  fs::resize_file(path, 4096);
  EXPECT_NE(fault_of_reading(path), "");
  EXPECT_EQ(beside(), std::set<std::string>{"journal.sqlite"}) << "also when it is damaged";
}

TEST(SqliteStore, SaysWhyItRefuses) {
  const Folder folder;
  std::string error;
  const auto store = open_sqlite_store(folder.file(), error);
  EXPECT_EQ(store->trouble(), "");
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "DROP TABLE journal", nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(other);
  EXPECT_FALSE(store->append(std::vector<Event>{event(1)}));
  EXPECT_NE(store->trouble().find(folder.file() + ": "), std::string::npos) << store->trouble();
  EXPECT_NE(store->trouble().find("no such table"), std::string::npos) << store->trouble();
}

TEST(FileEvidenceStore, NamesByHashAndKeepsItsLimit) {
  const Folder folder;
  FileEvidenceStore store((folder.path / "evidence").string(), 2);
  Image picture{64, 64, std::vector<std::uint8_t>(64 * 64 * 3, 90)};
  const std::string first = store.put({}, to_jpeg(picture, kEvidenceQuality)).sha256;
  ASSERT_EQ(first.size(), 64u);
  EXPECT_TRUE(fs::exists(folder.path / "evidence" / (first + ".jpg")));
  EXPECT_EQ(store.put({}, to_jpeg(picture, kEvidenceQuality)).sha256, first) << "equal pictures, equal names";
  picture.bytes[0] = 255;
  const EvidenceResult third = store.put({}, to_jpeg(picture, kEvidenceQuality));
  EXPECT_EQ(third.sha256, "") << "the limit of two was reached";
  EXPECT_EQ(third.loss, EvidenceLoss::limit);
  EXPECT_EQ(store.left_out(), 1u);
}

TEST(SqliteStore, AFileThatIsNoDatabaseIsToldAndLeftAlone) {
  const Folder folder;
  std::ofstream(folder.file()) << std::string(4096, 'x');
  std::string error;
  EXPECT_FALSE(open_sqlite_store(folder.file(), error));
  EXPECT_NE(error.find(folder.file()), std::string::npos) << error;
  EXPECT_EQ(content_of(folder.file()), std::string(4096, 'x'));
}

TEST(SqliteStore, RefusesInTroubleAndTakesTheSameInstantAfterwards) {
  const Folder folder;
  std::string error;
  const auto store = open_sqlite_store(folder.file(), error);
  ASSERT_TRUE(store->append(std::vector<Event>{event(1)}));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "DROP TABLE journal", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_FALSE(store->append(std::vector<Event>{event(2)})) << "the table is gone";
  ASSERT_EQ(sqlite3_exec(other,
                         "CREATE TABLE journal (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, event TEXT NOT NULL, "
                         "line TEXT NOT NULL)",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  EXPECT_TRUE(store->append(std::vector<Event>{event(2)}));
  EXPECT_EQ(store->read_all().size(), 1u);
  sqlite3_close(other);
}

TEST(SqliteStore, WritesAheadAndColumnsSayWhatTheLineSays) {
  const Folder folder;
  std::string error;
  const auto store = open_sqlite_store(folder.file(), error);
  ASSERT_TRUE(store->append(std::vector<Event>{event(1)}));
  EXPECT_TRUE(fs::exists(folder.file() + "-wal"));
  sqlite3* reader = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file().c_str(), &reader), SQLITE_OK);
  sqlite3_stmt* row = nullptr;
  ASSERT_EQ(sqlite3_prepare_v2(reader, "SELECT seq, at, event, line FROM journal", -1, &row, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_step(row), SQLITE_ROW);
  EXPECT_EQ(sqlite3_column_int64(row, 0), 1);
  EXPECT_EQ(sqlite3_column_int64(row, 1), 10);
  EXPECT_STREQ(reinterpret_cast<const char*>(sqlite3_column_text(row, 2)), "rechecked");
  EXPECT_EQ(reinterpret_cast<const char*>(sqlite3_column_text(row, 3)), to_line(event(1)));
  sqlite3_finalize(row);
  sqlite3_close(reader);
}

TEST(FileEvidenceStore, ThePictureIsWholeAndHashesToItsName) {
  const Folder folder;
  FileEvidenceStore store((folder.path / "evidence").string(), 10);
  Image picture{64, 48, std::vector<std::uint8_t>(64 * 48 * 3)};
  for (std::size_t i = 0; i < picture.bytes.size(); ++i) picture.bytes[i] = static_cast<std::uint8_t>(i / 37);
  const std::string name = store.put({}, to_jpeg(picture, kEvidenceQuality)).sha256;
  const std::string jpeg = content_of(folder.path / "evidence" / (name + ".jpg"));
  EXPECT_EQ(sha256({reinterpret_cast<const std::uint8_t*>(jpeg.data()), jpeg.size()}), name);
  EXPECT_EQ(jpeg.substr(0, 2), "\xFF\xD8") << "start of a JPEG";
  EXPECT_EQ(jpeg.substr(jpeg.size() - 2), "\xFF\xD9") << "and its end";
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path / "evidence"), fs::directory_iterator()), 1)
      << "nothing unfinished lies about";
}

TEST(FileEvidenceStore, AFolderThatCannotBeWrittenLeavesThePictureOut) {
  const Folder folder;
  std::ofstream(folder.path / "evidence") << "a file where the folder should be";
  FileEvidenceStore store((folder.path / "evidence").string(), 10);
  const EvidenceResult result =
      store.put({}, to_jpeg(Image{8, 8, std::vector<std::uint8_t>(8 * 8 * 3)}, kEvidenceQuality));
  EXPECT_EQ(result.sha256, "");
  EXPECT_EQ(result.loss, EvidenceLoss::refused);
  EXPECT_EQ(store.kept(), 0u);
  EXPECT_EQ(store.left_out(), 1u);
}

TEST(Sha256, LengthsAroundTheBlockBorder) {
  // Texts of 56 and more bytes need a second block for the length. Reference values from FIPS 180-4's algorithm as
  // Python's hashlib computes it.
  const auto of = [](std::size_t length) {
    const std::string text(length, 'a');
    return sha256({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  };
  EXPECT_EQ(of(55), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(of(56), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  EXPECT_EQ(of(63), "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34");
  EXPECT_EQ(of(64), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
  EXPECT_EQ(of(65), "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0");
  EXPECT_EQ(of(119), "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb");
  EXPECT_EQ(of(120), "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c");
  EXPECT_EQ(of(1000), "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3");
}

TEST(Sha256, GivesItsPublishedAnswers) {
  EXPECT_EQ(sha256(std::string()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const std::string abc = "abc";
  EXPECT_EQ(sha256({reinterpret_cast<const std::uint8_t*>(abc.data()), abc.size()}),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  const std::string two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  EXPECT_EQ(sha256({reinterpret_cast<const std::uint8_t*>(two.data()), two.size()}),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

}  // namespace
}  // namespace tricolor::engine::store_test
