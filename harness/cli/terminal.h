// What commands write to the terminal. A reader that has gone (`tricolor test | head -1`) ends nothing; an output that
// cannot be written (a full disk) is remembered and told at the end, with exit code 3. Whatever people named their
// files and shops, nothing of it moves the cursor or changes the terminal: what cannot be seen is written out ("\x1B").
#pragma once

#include <string_view>

namespace tricolor::harness {

/// Called first in `main`: a closed pipe becomes an error of a write instead of a signal, and the three standard
/// descriptors are never lent to a file of a run.
void prepare_output();

/// Writes to standard output. Never throws; may be called from several threads.
void say(std::string_view text);

/// Writes to standard error. Never throws.
void complain(std::string_view text);

/// Flushes standard output. Gives `code`; or 3, with a sentence on standard error, when something that was said could
/// not be written and its reader had not simply gone.
int settle_output(int code);

}  // namespace tricolor::harness
