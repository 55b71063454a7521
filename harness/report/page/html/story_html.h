// Writes the chosen incidents in full, as static HTML: gist, pictures with the accused thing, and every step with its
// time.
#pragma once

#include <string>

#include "report/rows/summary.h"

namespace tricolor::harness {

/// Writes all stories. `data` is the page's data; its `stories` are told in order.
std::string stories_html(const Json& data);

/// Writes a story's pictures: the decisive one large, at most two others beside it. `number` makes the ids of its
/// pictures unique in the page.
std::string story_pictures_html(const Json& data, const Json& story, std::size_t number);

/// Writes a close view of the accused thing: a part of the large picture, which is in the page only once. Empty when
/// nothing is marked in it.
std::string close_up_html(const Json& story, std::size_t number);

/// Gives the first step of that kind; null when there is none.
const Json* step_of(const Json& story, std::string_view what);

}  // namespace tricolor::harness
