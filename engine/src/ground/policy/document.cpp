#include "engine/document.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <sstream>
#include <string_view>
#include <tuple>

#include "policy/punctuation.h"
#include "policy/text_file.h"

namespace tricolor::engine {
namespace {

// Limits of one file that people write, and of a chain of files; see read_document. Assumed.
constexpr std::size_t kMostBytes = 4u << 20;
constexpr std::size_t kMostNodes = 200'000;
constexpr std::size_t kMostDepth = 32;
constexpr std::size_t kMostKeys = 1000;
constexpr std::size_t kMostFiles = 16;

// Builds the tree from the parser's events, because only there the marks of keys, duplicates and aliases are still
// known.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::string file, Value& root, Diagnostics& diagnostics)
      : file_(std::move(file)), root_(root), diagnostics_(diagnostics) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { put(Value{}, mark); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    diagnostics_.add(origin(mark), {}, "must be written out, got an alias (aliases are not allowed)");
    put(Value{}, mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t, const std::string& text) override {
    Value value;
    value.kind = Value::Kind::scalar;
    value.text = text;
    value.quoted = tag == "!";
    if (tag != "!" && tag != "?" && !tag.empty())
      diagnostics_.add(origin(mark), {}, "must have no tag, got '" + tag + "'");
    put(std::move(value), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(Value::Kind::list, mark);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {
    open(Value::Kind::map, mark);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    Value value;
    std::optional<Value> key;  ///< A key that has been read while its value has not.
  };

  Origin origin(const YAML::Mark& mark) const { return {file_, mark.line + 1, mark.column + 1}; }

  void open(Value::Kind kind, const YAML::Mark& mark) {
    if (levels_.size() >= kMostDepth) throw YAML::ParserException(mark, "nested more than 32 levels deep");
    Value value;
    value.kind = kind;
    value.origin = origin(mark);
    levels_.push_back({std::move(value), std::nullopt});
  }

  void close() {
    Value value = std::move(levels_.back().value);
    levels_.pop_back();
    attach(std::move(value));
  }

  void put(Value value, const YAML::Mark& mark) {
    if (++nodes_ > kMostNodes) throw YAML::ParserException(mark, "more than 200000 values");
    value.origin = origin(mark);
    if (const auto character = unprintable_in(value.text)) {
      diagnostics_.add(value.origin, {}, "must be printable text, got the character " + *character);
      value.text.clear();
    }
    attach(std::move(value));
  }

  void attach(Value value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return;
    }
    Level& level = levels_.back();
    if (level.value.kind == Value::Kind::list) {
      level.value.items.push_back(std::move(value));
    } else if (!level.key) {
      if (value.kind != Value::Kind::scalar)
        diagnostics_.add(value.origin, {}, "must be a name before the colon, got " + shown(value));
      level.key = std::move(value);
    } else {
      value.key_origin = level.key->origin;
      // The parser places an empty value at the next token, which may be on another line.
      if (value.kind == Value::Kind::null) value.origin = value.key_origin;
      if (level.value.entries.size() >= kMostKeys) {
        YAML::Mark mark;
        mark.line = level.key->origin.line - 1;
        mark.column = level.key->origin.column - 1;
        throw YAML::ParserException(mark, "more than 1000 keys in one map");
      }
      if (level.value.find(level.key->text))
        diagnostics_.add(level.key->origin, level.key->text, "must be given once, got it again");
      else level.value.entries.push_back({level.key->text, std::move(value)});
      level.key.reset();
    }
  }

  std::string file_;
  Value& root_;
  Diagnostics& diagnostics_;
  std::vector<Level> levels_;
  std::size_t nodes_ = 0;
};

// Documents after the first would otherwise be passed over in silence.
class FurtherDocument : public YAML::EventHandler {
 public:
  FurtherDocument(std::string file, Diagnostics& diagnostics) : file_(std::move(file)), diagnostics_(diagnostics) {}
  void OnDocumentStart(const YAML::Mark& mark) override {
    diagnostics_.add({file_, mark.line + 1, mark.column + 1}, {}, "must be one document, got another after '---'");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}

 private:
  std::string file_;
  Diagnostics& diagnostics_;
};

void write(YAML::Emitter& out, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null: out << YAML::Null; break;
    case Value::Kind::scalar:
      // A text in quotes is written in quotes, so that it stays a text whatever it looks like.
      if (value.quoted) out << YAML::DoubleQuoted;
      out << value.text;
      break;
    case Value::Kind::list:
      // An empty list or map in block style would be read as null.
      if (value.items.empty()) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const Value& item : value.items) write(out, item);
      out << YAML::EndSeq;
      break;
    case Value::Kind::map:
      if (value.entries.empty()) out << YAML::Flow;
      out << YAML::BeginMap;
      for (const auto& [key, entry] : value.entries) {
        out << YAML::Key << key << YAML::Value;
        write(out, entry);
      }
      out << YAML::EndMap;
      break;
  }
}

// Lays `over` on `under`: maps are merged key by key, everything else is replaced.
void lay_over(Value& under, Value&& over) {
  if (under.kind != Value::Kind::map || over.kind != Value::Kind::map) {
    under = std::move(over);
    return;
  }
  under.origin = over.origin;
  under.key_origin = over.key_origin;
  for (auto& [key, value] : over.entries) {
    const auto found =
        std::find_if(under.entries.begin(), under.entries.end(), [&](const auto& entry) { return entry.key == key; });
    if (found == under.entries.end()) under.entries.push_back({key, std::move(value)});
    else lay_over(found->value, std::move(value));
  }
}

bool read_file(const std::string& path, Value& out, Diagnostics& diagnostics, std::set<std::string>& on_the_way) {
  std::string text;
  if (!read_text_file(path, kMostBytes, text, diagnostics) || !read_document_text(text, path, out, diagnostics))
    return false;
  const Value* extends = out.find("extends");
  if (!extends) return true;
  const Value named = *extends;
  // Without the extended file, every key that it holds would be reported as missing; so reading stops here.
  const auto refused = [&](const std::string& fault) {
    diagnostics.add(named.origin, "extends", fault);
    return false;
  };
  std::erase_if(out.entries, [](const auto& entry) { return entry.key == "extends"; });
  if (named.kind != Value::Kind::scalar) return refused("must be the path of a file, got " + shown(named));
  const std::string parent = (std::filesystem::path(path).parent_path() / named.text).lexically_normal().string();
  if (!on_the_way.insert(parent).second)
    return refused("must not come back to a file that extends it, got '" + named.text + "'");
  if (on_the_way.size() > kMostFiles)
    return refused("must be at most " + std::to_string(kMostFiles) + " files one on another, got more");
  std::error_code failed;
  if (!std::filesystem::exists(parent, failed))
    return refused("must be the path of a file beside this one, got '" + named.text + "' (there is no such file)");
  if (!std::filesystem::is_regular_file(parent, failed))
    return refused("must be the path of a file beside this one, got '" + named.text + "', which is " +
                   (std::filesystem::is_directory(parent, failed) ? "a folder" : "no file"));
  Value under;
  if (!read_file(parent, under, diagnostics, on_the_way)) return false;
  lay_over(under, std::move(out));
  out = std::move(under);
  return true;
}

}  // namespace

const Value* Value::find(std::string_view key) const {
  for (const auto& [name, value] : entries)
    if (name == key) return &value;
  return nullptr;
}

void Diagnostics::add(const Origin& origin, std::string path, std::string text) {
  list_.push_back({origin, std::move(path), std::move(text)});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> list = list_;
  std::stable_sort(list.begin(), list.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.origin.file, a.origin.line, a.origin.column) <
           std::tie(b.origin.file, b.origin.line, b.origin.column);
  });
  // Two files that name one policy report the same fault at the same place; it is told once.
  std::set<std::tuple<std::string, int, int, std::string, std::string>> told;
  std::erase_if(list, [&](const Diagnostic& d) {
    return !told.emplace(d.origin.file, d.origin.line, d.origin.column, d.path, d.text).second;
  });
  return list;
}

std::string Diagnostics::text(std::string_view mark) const {
  std::string text;
  std::size_t shown = 0;
  const std::vector<Diagnostic> list = sorted();
  for (const Diagnostic& d : list) {
    if (++shown > kMostShown) break;
    text += d.origin.file;
    if (d.origin.line > 0) text += ":" + std::to_string(d.origin.line) + ":" + std::to_string(d.origin.column);
    text += ": " + std::string(mark);
    if (!d.path.empty()) text += d.path + ": ";
    text += d.text + "\n";
  }
  if (list.size() > kMostShown) text += "and " + std::to_string(list.size() - kMostShown) + " more\n";
  return text;
}

std::string Diagnostics::meant(std::string_view given, const std::vector<std::string>& words) {
  // Largest number of comparisons of words for all suggestions of one reader. Assumed.
  constexpr std::size_t kMostComparisons = 2'000'000;
  if (compared_ > kMostComparisons) return {};
  compared_ += words.size();
  const auto word = did_you_mean(given, words);
  return word && *word != given ? " (did you mean '" + *word + "'?)" : std::string();
}

bool read_document_text(const std::string& text, const std::string& name, Value& out, Diagnostics& diagnostics) {
  if (!check_text(text, name, diagnostics)) return false;
  const Punctuation punctuation(text);
  const auto add = [&](const WritingFault& fault) {
    diagnostics.add({name, fault.line, fault.column}, {}, fault.text);
  };
  if (punctuation.unclosed_quote()) {
    add(*punctuation.unclosed_quote());
    return false;
  }
  try {
    std::istringstream in(text);
    YAML::Parser parser(in);
    TreeBuilder builder(name, out, diagnostics);
    if (!parser.HandleNextDocument(builder)) {
      diagnostics.add({name, 1, 1}, {}, "must be a map of keys and values, got an empty file");
      return false;
    }
    FurtherDocument further(name, diagnostics);
    parser.HandleNextDocument(further);
  } catch (const YAML::Exception& exception) {
    const Origin at{name, std::max(0, exception.mark.line) + 1, std::max(0, exception.mark.column) + 1};
    if (const auto fault = punctuation.behind(at.line, at.column)) add(*fault);
    else diagnostics.add(at, {}, "must be YAML, got: " + exception.msg);
    return false;
  }
  if (out.kind == Value::Kind::map) return true;
  if (const auto fault = punctuation.behind(1, static_cast<int>(text.size()));
      fault && out.kind == Value::Kind::scalar) {
    add(*fault);
    return false;
  }
  diagnostics.add({name, 1, 1}, {}, "must be a map of keys and values, got " + shown(out));
  return false;
}

std::string to_yaml(const Value& value) {
  YAML::Emitter out;
  write(out, value);
  return std::string(out.c_str()) + "\n";
}

bool read_document(const std::string& path, Value& out, Diagnostics& diagnostics) {
  std::set<std::string> on_the_way{std::filesystem::path(path).lexically_normal().string()};
  return read_file(path, out, diagnostics, on_the_way);
}

}  // namespace tricolor::engine
