// Pictures that leave the house: evidence with people's faces and plates made unrecognisable, and previews.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "watch/picture_watch.h"

namespace tricolor::harness {

/// A picture in which nobody can be recognised. No face or plate is looked for, since what is looked for can be missed:
/// outside the box everything becomes a mosaic of tiles of a 48th of the picture's width, inside it of a 16th of the
/// box's longer side, at least 4 pixels. A thing of the box's size stays recognisable as what it is; a face or plate, a
/// small part of it, does not.
engine::Image masked(const engine::Image& picture, const engine::ImageBox& box);

/// The alarm's picture with its box, zone and times drawn in.
engine::Image evidence_picture(const engine::Image& picture, const Alarm& alarm, bool mask);

/// Zones, still things and their clocks, drawn into a copy; `at` is the source's time. Masked likewise outside of the
/// things unless `mask` is false.
engine::Image preview_picture(const engine::Image& picture, const std::vector<PictureZone>& zones,
                              const std::vector<TimedBox>& things, engine::Duration at, bool mask);

/// Throws std::runtime_error when the file cannot be written.
void write_jpeg(const engine::Image& picture, const std::string& path);

}  // namespace tricolor::harness
