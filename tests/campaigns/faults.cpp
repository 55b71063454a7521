// Provokes every kind of storage trouble at twenty instants of a run of six hours. Each run has a process of its own,
// so that its memory and its exit code are those that a user would see; then the same folder is taken up without the
// trouble.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "campaigns/campaigns.h"
#include "engine/journal.h"
#include "run/load.h"
#include "run/run_folder.h"
#include "run/run_outcome.h"

namespace tricolor::harness {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr int kInstants = 20;
constexpr const char* kScenario = "campaigns/storage_trouble.yaml";
// The first is how long a trouble lasts that passes; the second is how long after the trouble's beginning a run is cut
// off.
constexpr sim::Duration kPasses = 20min, kCutAfter = 40min;

struct Trouble {
  const char* name;
  FaultLine::What what;
  bool passes;
};
constexpr Trouble kTroubles[] = {{"a store that refuses to the end", FaultLine::What::store_refuses, false},
                                 {"a store that refuses for 20 min", FaultLine::What::store_refuses, true},
                                 {"a disk that fills", FaultLine::What::disk_full, false},
                                 {"evidence that fails to the end", FaultLine::What::evidence_fails, false},
                                 {"evidence that fails for 20 min", FaultLine::What::evidence_fails, true}};

struct Ended {
  int code = 0;
  double most_mib = 0;  ///< Peak of resident memory.
};

// Makes one run in a process of its own.
Ended run_apart(const LoopInputs& inputs, const fs::path& folder, bool resume) {
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("cannot start a process");
  if (child == 0) {
    try {
      LoopInputs mine = inputs;
      mine.vision = load_detector(mine.scenario.model_path);
      LoopOptions options;
      options.durable_path = (folder / "journal.sqlite").string();
      options.evidence_folder = (folder / "evidence").string();
      options.resume = resume;
      const RunRecord record = run_closed_loop(mine, options);
      std::string journal;
      for (const engine::Event& event : record.journal) journal += engine::to_line(event) + '\n';
      write_whole(folder / "journal.jsonl", journal);
      write_run_outcome(record, {}, folder);
      _exit(exit_code_of(record));
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
      _exit(99);
    }
  }
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child) throw std::runtime_error("a run was lost");
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), static_cast<double>(used.ru_maxrss) / 1024};
}

std::string content_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Tally {
  int runs = 0, silent = 0, untold = 0, unequal = 0, failed = 0, shortened = 0;
  double most_mib = 0;
};

class Campaign {
 public:
  Campaign(LoopInputs inputs, fs::path root) : inputs_(std::move(inputs)), root_(std::move(root)) {
    whole_ = run_apart(inputs_, made("whole"), false);
    journal_ = content_of(root_ / "whole" / "journal.jsonl");
  }

  double undisturbed_mib() const { return whole_.most_mib; }
  std::size_t events() const { return static_cast<std::size_t>(std::count(journal_.begin(), journal_.end(), '\n')); }
  int undisturbed_code() const { return whole_.code; }

  Tally tally(const Trouble& trouble) {
    Tally tally;
    for (int i = 0; i < kInstants; ++i) one(trouble, inputs_.scenario.lasts * i / kInstants, tally);
    return tally;
  }

 private:
  fs::path made(const std::string& name) const {
    fs::remove_all(root_ / name);
    fs::create_directories(root_ / name);
    return root_ / name;
  }

  void one(const Trouble& trouble, sim::Duration after, Tally& tally) {
    ++tally.runs;
    const fs::path folder = made("disturbed");
    LoopInputs disturbed = inputs_;
    FaultLine fault;
    fault.what = trouble.what;
    fault.at = inputs_.scenario.start + after;
    fault.until = trouble.passes ? fault.at + kPasses : inputs_.scenario.end() + 1h;
    disturbed.scenario.faults.push_back(fault);
    const Ended ended = run_apart(disturbed, folder, false);
    tally.most_mib = std::max(tally.most_mib, ended.most_mib);
    const std::string journal = content_of(folder / "journal.jsonl");
    const std::string outcome = content_of(folder / "run.json");
    const bool shorter =
        std::count(journal.begin(), journal.end(), '\n') < std::count(journal_.begin(), journal_.end(), '\n');
    const bool whole = journal == journal_;
    tally.shortened += shorter ? 1 : 0;
    tally.silent += ended.code == 0 && !whole ? 1 : 0;
    tally.failed += ended.code != 0 && ended.code != 3 ? 1 : 0;
    tally.untold += !whole && outcome.find("\"kind\": \"") == std::string::npos ? 1 : 0;
    tally.untold += shorter && outcome.find("\"partial\": true") == std::string::npos && !trouble.passes ? 1 : 0;
    tally.unequal += resumes_equal(trouble, disturbed, fault, journal) ? 0 : 1;
  }

  // Instants that the disk refused are repeated when it has room again. A store that refused in the run's own time is a
  // part of the run: when the run is cut off after it and taken up, it ends as it would have.
  bool resumes_equal(const Trouble& trouble, const LoopInputs& disturbed, const FaultLine& fault,
                     const std::string& journal) {
    if (trouble.what != FaultLine::What::store_refuses || !trouble.passes) {
      run_apart(inputs_, root_ / "disturbed", true);
      return content_of(root_ / "disturbed" / "journal.jsonl") == journal_;
    }
    const fs::path folder = made("cut_off");
    LoopInputs cut = disturbed;
    cut.scenario.lasts = std::min(inputs_.scenario.lasts, fault.at - inputs_.scenario.start + kCutAfter);
    run_apart(cut, folder, false);
    run_apart(disturbed, folder, true);
    return content_of(folder / "journal.jsonl") == journal;
  }

  LoopInputs inputs_;
  fs::path root_;
  Ended whole_;
  std::string journal_;
};

std::string text(const char* format, double value) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, format, value);
  return buffer;
}

}  // namespace

int faults_campaign(const CampaignOptions& given) {
  CampaignOptions options = given;
  if (options.lasts.empty()) options.lasts = "6 h";
  // Each run loads the detector itself: memory that this process held would count in the measured memory of every run.
  LoopInputs inputs = campaign_scenario(kScenario, options, options.seeds.empty() ? 1 : options.seeds.front());
  const fs::path root = fs::temp_directory_path() / ("tricolor_faults_" + std::to_string(getpid()));
  Campaign campaign(std::move(inputs), root);
  bool good = row("undisturbed, " + options.lasts,
                  std::to_string(campaign.events()) + " events, exit " + std::to_string(campaign.undisturbed_code()) +
                      ", " + text("%.0f MiB", campaign.undisturbed_mib()),
                  "exit 0", campaign.undisturbed_code() == 0);
  for (const Trouble& trouble : kTroubles) {
    const Tally tally = campaign.tally(trouble);
    const std::string name = std::string(trouble.name) + ", at " + std::to_string(tally.runs) + " instants";
    good &= row(name + ": exit 0 though another journal; neither 0 nor 3; untold",
                std::to_string(tally.silent) + "; " + std::to_string(tally.failed) + "; " +
                    std::to_string(tally.untold) + " (" + std::to_string(tally.shortened) + " were shortened)",
                "0; 0; 0", tally.silent == 0 && tally.failed == 0 && tally.untold == 0);
    good &= row(name + ": memory against the undisturbed run",
                text("%.2f times", tally.most_mib / campaign.undisturbed_mib()), "≤ 2",
                tally.most_mib <= 2 * campaign.undisturbed_mib());
    good &= row(name + ": taken up, another journal", std::to_string(tally.unequal), "0", tally.unequal == 0);
  }
  fs::remove_all(root);
  return good ? 0 : 1;
}

}  // namespace tricolor::harness
