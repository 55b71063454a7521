// Writes the commands' output to the terminal. A reader that has gone (`tricolor test | head -1`) ends nothing; an
// output that cannot be written (a full disk) is remembered and reported at the end, with exit code 3. No name of a
// file or shop can move the cursor or change the terminal: invisible characters are written as escapes ("\x1B").
#pragma once

#include <string_view>

namespace tricolor::harness {

/// Must be called first in `main`: a closed pipe becomes an error of a write instead of a signal, and the three
/// standard descriptors are never given to a file of a run.
void prepare_output();

/// Writes to standard output. Never throws; may be called from several threads.
void say(std::string_view text);

/// Writes to standard error. Never throws.
void complain(std::string_view text);

/// Flushes standard output. Gives `code`; or 3, with a sentence on standard error, when some output could not be
/// written for another reason than that its reader had gone.
int settle_output(int code);

}  // namespace tricolor::harness
