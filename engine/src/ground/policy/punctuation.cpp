#include "policy/punctuation.h"

#include <algorithm>

namespace tricolor::engine {
namespace {

struct FullWidth {
  std::string_view wide;
  const char* ascii;
};

constexpr FullWidth kForms[] = {
    {"：", ":"}, {"，", ","}, {"“", "\""}, {"”", "\""}, {"‘", "'"},  {"’", "'"},  {"（", "("},  {"）", ")"},
    {"【", "["}, {"】", "]"}, {"［", "["}, {"］", "]"}, {"｛", "{"}, {"｝", "}"}, {"＂", "\""}, {"＇", "'"},
    {"＃", "#"}, {"－", "-"}, {"％", "%"}, {"．", "."}, {"　", " "}, {"０", "0"}, {"１", "1"},  {"２", "2"},
    {"３", "3"}, {"４", "4"}, {"５", "5"}, {"６", "6"}, {"７", "7"}, {"８", "8"}, {"９", "9"}};

const FullWidth* form_at(std::string_view text, std::size_t at) {
  if (static_cast<unsigned char>(text[at]) < 0x80) return nullptr;
  const auto found = std::find_if(std::begin(kForms), std::end(kForms), [&](const FullWidth& form) {
    return text.substr(at, form.wide.size()) == form.wide;
  });
  return found == std::end(kForms) ? nullptr : found;
}

// Largest number of full-width characters that are kept; a file with more needs no further ones to be told. Assumed.
constexpr std::size_t kMostWide = 100'000;

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

std::string wide_text(const char* ascii_form, std::string_view character) {
  return "must be '" + std::string(ascii_form) + "' (ASCII), got '" + std::string(character) + "' (full-width)";
}

}  // namespace

// Walks through the text line by line as YAML reads it, as far as quotes, comments, brackets and block texts go.
class Punctuation::Walk {
 public:
  Walk(Punctuation& out, std::string_view text) : out_(out), text_(text) {}

  void go() {
    for (std::size_t start = 0; start < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', start), text_.size());
      ++line_;
      if (!line(text_.substr(start, end - start))) return;
      start = end + 1;
    }
    if (quote_.mark) unclosed("before the end of the file");
  }

 private:
  // Reads one line. False when nothing more can be told.
  bool line(std::string_view content) {
    std::size_t first = content.find_first_not_of(' ');
    const bool empty = content.find_first_not_of(" \t\r") == std::string_view::npos;
    if (empty) return true;
    const int indent = static_cast<int>(first);
    if (block_parent_ && indent > *block_parent_) return true;
    block_parent_.reset();
    if (quote_.mark && quote_parent_ >= 0 && indent <= quote_parent_) {
      unclosed("before line " + std::to_string(line_) + ", which is indented no deeper than its key");
      return false;
    }
    if (quote_.mark) quote_.last_line = line_;
    if (!quote_.mark && first < content.size() && content[first] == '\t')
      out_.tabs_.push_back({line_, static_cast<int>(first) + 1, "must be indented by spaces, got a tab"});
    const bool goes_on = !quote_.mark && plain_ && indent > key_indent_;  // The line above holds text without quotes.
    if (!quote_.mark && content[first] != '#') out_.written_lines_.push_back(line_);
    std::size_t at = first;
    dash_ = -1;
    if (!quote_.mark && !goes_on) {
      // The dashes of list items stand before the key.
      while (at + 1 < content.size() && content[at] == '-' && content[at + 1] == ' ') {
        dash_ = static_cast<int>(at);
        at = std::min(content.find_first_not_of(' ', at + 1), content.size());
      }
      parent_above_ = key_indent_;
      if (flow_ == 0) key_indent_ = static_cast<int>(at);
    }
    content_start_ = at;
    token_ = !goes_on;
    plain_ = goes_on;
    while (at < content.size()) at = step(content, at);
    return true;
  }

  std::size_t step(std::string_view content, std::size_t at) {
    const char c = content[at];
    if (quote_.mark) return in_quote(content, at);
    if (blank(c)) return at + 1;
    if (c == '#' && (at == 0 || blank(content[at - 1]))) return content.size();
    if ((c == '"' || c == '\'') && token_) return open_quote(at, c);
    if ((c == '[' || c == '{') && (token_ || flow_ > 0)) {
      if (flow_++ == 0) out_.brackets_.push_back({line_, 0});
      return structural(at);
    }
    if (flow_ > 0 && (c == ']' || c == '}')) {
      if (--flow_ == 0) out_.brackets_.back().last_line = line_;
      token_ = plain_ = false;
      return at + 1;
    }
    if (flow_ > 0 && c == ',') return structural(at);
    if (c == ':' && ends_key(content, at)) return structural(at);
    if ((c == '|' || c == '>') && token_ && flow_ == 0) {
      block_parent_ = parent_of(at);
      return content.size();
    }
    if (const FullWidth* form = form_at(content, at)) {
      if (out_.wide_.size() < kMostWide)
        out_.wide_.push_back({line_, static_cast<int>(at) + 1, content.substr(at, form->wide.size()), form->ascii,
                              likely(content, at, form->wide.size()),
                              flow_ > 0 ? std::optional(out_.brackets_.size() - 1) : std::nullopt});
      token_ = false;
      plain_ = true;
      return at + form->wide.size();
    }
    token_ = false;
    plain_ = true;
    return at + 1;
  }

  // True when the colon at `at` stands after a key; within a text without quotes it is text.
  bool ends_key(std::string_view content, std::size_t at) const {
    if (at + 1 >= content.size() || blank(content[at + 1])) return true;
    constexpr std::string_view kBrackets = ",[]{}", kQuotes = "\"'";
    return flow_ > 0 && (kBrackets.find(content[at + 1]) != std::string_view::npos ||
                         (at > 0 && kQuotes.find(content[at - 1]) != std::string_view::npos));
  }

  std::size_t structural(std::size_t at) {
    token_ = true;
    plain_ = false;
    return at + 1;
  }

  // The indentation of the key, or of the dash, to which a value at `at` belongs.
  int parent_of(std::size_t at) const {
    if (at != content_start_) return key_indent_;
    return dash_ >= 0 ? dash_ : parent_above_;
  }

  std::size_t open_quote(std::size_t at, char mark) {
    quote_ = {line_, static_cast<int>(at) + 1, line_, mark};
    quote_parent_ = flow_ > 0 ? -1 : parent_of(at);
    return at + 1;
  }

  std::size_t in_quote(std::string_view content, std::size_t at) {
    if (quote_.mark == '"' && content[at] == '\\') return at + 2;
    if (content[at] != quote_.mark) return at + 1;
    if (quote_.mark == '\'' && at + 1 < content.size() && content[at + 1] == '\'') return at + 2;
    if (quote_.last_line > quote_.line) out_.long_quotes_.push_back(quote_);
    quote_.mark = 0;
    token_ = plain_ = false;
    return at + 1;
  }

  void unclosed(const std::string& where) {
    out_.unclosed_ = {quote_.line, quote_.column,
                      std::string("must be a quote that is closed by ") + quote_.mark + " " + where + ", got none"};
  }

  // A full-width character beside ASCII is taken for punctuation, one between Chinese characters for text.
  bool likely(std::string_view content, std::size_t at, std::size_t size) const {
    const bool before = token_ || at == content_start_ || ascii(content[at - 1]);
    const bool after = at + size >= content.size() || ascii(content[at + size]);
    return before || after;
  }

  Punctuation& out_;
  std::string_view text_;
  int line_ = 0;
  Quote quote_{0, 0, 0, 0};
  int quote_parent_ = -1;            ///< Indentation that lines of the quote exceed; −1: any will do.
  std::optional<int> block_parent_;  ///< Indentation that lines of a block text exceed.
  int flow_ = 0;                     ///< Number of brackets that are open.
  int key_indent_ = -1, parent_above_ = -1, dash_ = -1;
  std::size_t content_start_ = 0;
  bool token_ = true;   ///< A value or a key may begin here.
  bool plain_ = false;  ///< A text without quotes is under way.
};

Punctuation::Punctuation(std::string_view text) { Walk(*this, text).go(); }

std::optional<WritingFault> Punctuation::behind(int line, int column) const {
  for (const WritingFault& tab : tabs_)
    if (tab.line == line) return tab;
  // A text without quotes may have begun on the line above; within brackets, on the line where they opened.
  const auto next = std::lower_bound(written_lines_.begin(), written_lines_.end(), line);
  const int above = next == written_lines_.begin() ? line : *std::prev(next);
  const auto found = std::find_if(wide_.begin(), wide_.end(), [&](const Wide& wide) {
    if (!wide.likely || wide.line > line) return false;
    if (wide.brackets) {
      const Brackets& around = brackets_[*wide.brackets];
      return around.last_line == 0 || around.last_line >= above;
    }
    return wide.line >= above && (wide.line < line || wide.column <= column);
  });
  if (found != wide_.end()) return WritingFault{found->line, found->column, wide_text(found->ascii, found->character)};
  for (auto quote = long_quotes_.rbegin(); quote != long_quotes_.rend(); ++quote)
    if (quote->last_line == line || (quote->line < line && quote->last_line > line))
      return WritingFault{quote->line, quote->column,
                          std::string("must be a quote that is closed by ") + quote->mark +
                              " on its line, got one that runs on to line " + std::to_string(quote->last_line)};
  return std::nullopt;
}

std::string full_width_hint(std::string_view text) {
  const FullWidth* first = nullptr;
  for (std::size_t i = 0; i < text.size();) {
    if (ascii(text[i])) {
      ++i;
      continue;
    }
    const FullWidth* form = form_at(text, i);
    if (!form) return {};
    if (!first) first = form;
    i += form->wide.size();
  }
  if (!first) return {};
  return " (full-width '" + std::string(first->wide) + "': write '" + first->ascii + "')";
}

}  // namespace tricolor::engine
