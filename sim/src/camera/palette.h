// The colours that bodies are painted in, blue green red.
#pragma once

#include <array>

#include "camera/raster.h"

namespace tricolor::sim {

inline constexpr std::array<Colour, 4> kCarton{Colour{88, 128, 170}, {70, 110, 152}, {110, 150, 188}, {60, 96, 136}};
inline constexpr std::array<Colour, 4> kSack{Colour{205, 214, 216}, {150, 190, 170}, {170, 200, 226}, {190, 170, 150}};
inline constexpr std::array<Colour, 5> kCrate{
    Colour{170, 80, 30}, {40, 50, 190}, {40, 160, 210}, {70, 140, 50}, {60, 60, 60}};
inline constexpr std::array<Colour, 6> kFruit{Colour{20, 120, 240}, {40, 40, 210},  {40, 200, 230},
                                              {60, 170, 70},        {120, 60, 150}, {40, 160, 120}};
inline constexpr std::array<Colour, 8> kCloth{Colour{150, 60, 50}, {60, 60, 190}, {200, 190, 190}, {60, 150, 200},
                                              {110, 150, 60},      {50, 40, 45},  {180, 120, 200}, {90, 90, 100}};
inline constexpr std::array<Colour, 7> kPaint{Colour{225, 225, 225}, {50, 45, 45},    {120, 120, 125}, {40, 35, 150},
                                              {130, 80, 40},         {190, 195, 180}, {60, 110, 150}};
inline constexpr std::array<Colour, 5> kSkin{
    Colour{130, 165, 205}, {120, 150, 190}, {140, 175, 215}, {105, 140, 180}, {125, 160, 200}};
inline constexpr std::array<Colour, 5> kUmbrella{
    Colour{40, 40, 200}, {190, 110, 40}, {60, 150, 60}, {30, 150, 230}, {160, 60, 140}};
inline constexpr Colour kTyre{28, 28, 28}, kHub{150, 150, 150}, kGlass{88, 72, 58}, kMetal{140, 140, 138},
    kWood{58, 92, 128}, kDark{38, 36, 34}, kWhite{228, 230, 230};

}  // namespace tricolor::sim
