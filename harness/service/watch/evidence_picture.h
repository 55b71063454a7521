// Makes pictures that are given to others: evidence with people's faces and plates made unrecognisable, and previews.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service/watch/picture_watch.h"

namespace tricolor::harness {

/// Makes a picture in which nobody can be recognised. It does not search for faces and plates, since a search can miss
/// some: outside the box everything becomes a mosaic of tiles of a 48th of the picture's width, inside it of a 16th of
/// the box's longer side, at least 4 pixels. A thing of the box's size stays recognisable as what it is; a face or
/// plate, a small part of it, does not.
engine::Image masked(const engine::Image& picture, const engine::ImageBox& box);

/// Gives the alarm's picture with its box, zone and times drawn in.
engine::Image evidence_picture(const engine::Image& picture, const Alarm& alarm, bool mask);

/// Draws zones, still things and their clocks into a copy; `at` is the source's time. It is masked likewise outside of
/// the things unless `mask` is false.
engine::Image preview_picture(const engine::Image& picture, const std::vector<PictureZone>& zones,
                              const std::vector<TimedBox>& things, engine::Duration at, bool mask);

/// Writes a JPEG file. Throws std::runtime_error when the file cannot be written.
void write_jpeg(const engine::Image& picture, const std::string& path);

}  // namespace tricolor::harness
