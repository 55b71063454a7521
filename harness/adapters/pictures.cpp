#include "adapters/pictures.h"

#include "adapters/build_city.h"
#include "adapters/conversion.h"
#include "sim/camera/png.h"

namespace tricolor::harness {

std::shared_ptr<const engine::Image> read_picture(const std::string& path) { return to_engine(sim::read_png(path)); }

engine::Configuration configuration_of(const Scenario& scenario, const engine::ClassTable& classes) {
  return build_configuration(scenario, build_city(scenario), classes);
}

}  // namespace tricolor::harness
