// Shows that no file of a room sees, through any chain of includes, a room that tests/tidy/rooms.txt does not allow it;
// that the table names every room; and that it allows nothing that nobody uses.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

using Names = std::set<std::string>;

const fs::path kRoot = TRICOLOR_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Lists the files of the three sides, by path from the repository's root.
Names files() {
  Names found;
  for (const char* side : {"engine", "sim", "harness"})
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / side))
      if (const auto extension = entry.path().extension();
          entry.is_regular_file() && (extension == ".h" || extension == ".cpp"))
        found.insert(fs::relative(entry.path(), kRoot).generic_string());
  return found;
}

std::string room_of(const std::string& file) {
  if (file.starts_with("engine/include/")) return "engine";
  if (file.starts_with("sim/include/")) return "sim";
  return fs::path(file).parent_path().generic_string();
}

// Lists the files that each file includes itself.
std::map<std::string, Names> direct_includes(const Names& all) {
  const std::regex include("#include \"([^\"]+)\"");
  std::map<std::string, Names> includes;
  for (const std::string& file : all) {
    const std::string text = text_of(kRoot / file);
    for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it)
      for (const char* root : {"engine/include", "sim/include", "harness", "engine/src", "engine/src/ground",
                               "engine/src/see", "engine/src/judge", "engine/src/act", "engine/src/account", "sim/src"})
        if (const std::string seen = std::string(root) + "/" + (*it)[1].str(); all.contains(seen)) {
          includes[file].insert(seen);
          break;
        }
  }
  return includes;
}

// Lists every file that `file` sees, with the file through which it is seen first.
std::map<std::string, std::string> seen_by(const std::string& file, const std::map<std::string, Names>& includes) {
  std::map<std::string, std::string> through;
  std::vector<std::string> left{file};
  while (!left.empty()) {
    const std::string from = left.back();
    left.pop_back();
    const auto found = includes.find(from);
    if (found == includes.end()) continue;
    for (const std::string& to : found->second)
      if (to != file && through.emplace(to, from).second) left.push_back(to);
  }
  return through;
}

std::map<std::string, Names> table() {
  std::map<std::string, Names> allowed;
  std::istringstream lines(text_of(kRoot / "tests/tidy/rooms.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto colon = line.find(':');
    EXPECT_NE(colon, std::string::npos) << "rooms.txt: must be 'room: rooms', got '" << line << "'";
    Names& of_room = allowed[line.substr(0, colon)];
    std::istringstream words(line.substr(colon + 1));
    for (std::string word; words >> word;) of_room.insert(word);
  }
  return allowed;
}

TEST(Rooms, SeeOnlyWhatTheTableAllows) {
  const Names all = files();
  ASSERT_GT(all.size(), 300u);
  const auto includes = direct_includes(all);
  const auto allowed = table();
  std::map<std::string, Names> used;
  for (const std::string& file : all) {
    const std::string room = room_of(file);
    if (room == "engine" || room == "sim") {
      for (const auto& [seen, through] : seen_by(file, includes))
        EXPECT_EQ(room_of(seen), room) << file << " is public and sees " << seen << " through " << through;
      continue;
    }
    const auto row = allowed.find(room);
    if (row == allowed.end()) {
      ADD_FAILURE() << room << " is no row of tests/tidy/rooms.txt";
      continue;
    }
    for (const auto& [seen, through] : seen_by(file, includes)) {
      const std::string other = room_of(seen);
      if (other == room) continue;
      used[room].insert(other);
      EXPECT_TRUE(row->second.contains(other)) << file << " sees " << seen << " through " << through;
    }
  }
  for (const auto& [room, others] : allowed)
    for (const std::string& other : others)
      EXPECT_TRUE(used[room].contains(other)) << "rooms.txt lets " << room << " see " << other << ", which it does not";
}

}  // namespace
