// Distinct types of id make it impossible to pass a camera where a merchant is meant.
//
// An id is a small dense number. Its giver is either the caller who configures the engine (cameras, zones, merchants,
// officers, duty grids: the index in `Configuration`) or the engine itself, counting from 1 (sightings, incidents,
// notices, cases, reports). The readable name that people gave ("m1", "c1") lives in the configuration.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace tricolor::engine {

template <class Tag>
struct Id {
  std::uint32_t value = 0;
  friend auto operator<=>(Id, Id) = default;
};

using CameraId = Id<struct CameraTag>;
using ZoneId = Id<struct ZoneTag>;
using MerchantId = Id<struct MerchantTag>;
using OfficerId = Id<struct OfficerTag>;
using DutyGridId = Id<struct DutyGridTag>;
/// An index into `ClassTable`: a class of violation, such as piled_goods.
using ClassId = Id<struct ClassTag>;
using SightingId = Id<struct SightingTag>;
using IncidentId = Id<struct IncidentTag>;
using NoticeId = Id<struct NoticeTag>;
using CaseId = Id<struct CaseTag>;
using ReportId = Id<struct ReportTag>;

}  // namespace tricolor::engine

template <class Tag>
struct std::hash<tricolor::engine::Id<Tag>> {
  std::size_t operator()(tricolor::engine::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value); }
};
