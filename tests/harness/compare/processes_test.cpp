// Shows that pieces of work run in processes of their own: all are done, each goes on from the memory of its parent and
// changes nothing there, a fault is told with its text, a killed process is named, and a stop ends them early.
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "compare/processes.h"

namespace tricolor::harness::processes_test {
namespace {

namespace fs = std::filesystem;

class Processes : public testing::Test {
 protected:
  Processes() : folder_(fs::temp_directory_path() / ("processes_test_" + std::to_string(getpid()))) {
    fs::create_directories(folder_);
  }
  ~Processes() override { fs::remove_all(folder_); }

  PieceOfWork writes(int number) const {
    return [this, number](const ParentLink& parent) {
      parent.tell(0.5);
      std::ofstream(folder_ / std::to_string(number)) << number;
      return true;
    };
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator{}));
  }

  fs::path folder_;
};

TEST_F(Processes, RunAllPiecesAndTellTheirShare) {
  std::vector<PieceOfWork> pieces;
  for (int i = 0; i < 7; ++i) pieces.push_back(writes(i));
  std::vector<double> shares(pieces.size(), 0.0);
  ProcessOptions options;
  options.at_once = 3;
  options.progress = [&](std::size_t piece, double share) { shares[piece] = share; };
  EXPECT_TRUE(run_in_processes(pieces, options));
  EXPECT_EQ(files(), 7u);
  EXPECT_EQ(shares, std::vector<double>(7, 1.0));
}

TEST_F(Processes, GoOnFromTheMemoryOfTheirParentAndChangeNothingInIt) {
  int state = 41;
  const PieceOfWork piece = [&](const ParentLink&) {
    ++state;
    std::ofstream(folder_ / std::to_string(state)) << state;
    return true;
  };
  EXPECT_TRUE(run_in_processes({piece, piece}, {}));
  EXPECT_EQ(state, 41);
  EXPECT_TRUE(fs::exists(folder_ / "42"));
  EXPECT_EQ(files(), 1u) << "the second began where the first did";
}

TEST_F(Processes, TellAFaultWithItsTextAlsoOfAPieceWithinAPiece) {
  const PieceOfWork wrong = [](const ParentLink&) -> bool { throw std::runtime_error("seed 7: disk full\nat last"); };
  const PieceOfWork outer = [&](const ParentLink& parent) {
    ProcessOptions options;
    options.stop = parent.stop();
    return run_in_processes({wrong}, options);
  };
  try {
    run_in_processes({writes(1), outer}, {});
    FAIL() << "a fault was lost";
  } catch (const std::runtime_error& told) {
    EXPECT_STREQ(told.what(), "seed 7: disk full\nat last");
  }
  EXPECT_EQ(files(), 1u);
}

TEST_F(Processes, NameTheSignalThatEndedOne) {
  const PieceOfWork killed = [](const ParentLink&) {
    raise(SIGKILL);
    return true;
  };
  try {
    run_in_processes({killed}, {});
    FAIL() << "a killed process was taken for one that was done";
  } catch (const std::runtime_error& told) {
    EXPECT_NE(std::string(told.what()).find("signal 9"), std::string::npos) << told.what();
  }
}

TEST_F(Processes, EndEarlyWhenTheyAreStopped) {
  std::atomic<bool> stop{true};
  ProcessOptions options;
  options.stop = &stop;
  EXPECT_FALSE(run_in_processes({writes(1)}, options));
  EXPECT_EQ(files(), 0u);
  stop = false;
  options.progress = [&](std::size_t, double) { stop = true; };
  const PieceOfWork waits = [](const ParentLink& parent) {
    parent.tell(0.1);
    while (!parent.stopped()) usleep(1000);
    return false;
  };
  EXPECT_FALSE(run_in_processes({waits, writes(2)}, options));
  EXPECT_EQ(files(), 0u) << "what had not begun does not begin";
}

}  // namespace
}  // namespace tricolor::harness::processes_test
