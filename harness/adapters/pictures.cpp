#include "adapters/pictures.h"

#include "adapters/build_city.h"
#include "adapters/closed_loop.h"
#include "adapters/conversion.h"
#include "sim/camera/png.h"

namespace tricolor::harness {

std::shared_ptr<const engine::Image> read_picture(const std::string& path) { return to_engine(sim::read_png(path)); }

engine::Configuration configuration_of(const LoopInputs& inputs) {
  return build_configuration(inputs, build_city(inputs));
}

}  // namespace tricolor::harness
