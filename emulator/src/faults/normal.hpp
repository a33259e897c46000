// The normal distribution, for faults that draw by it.
#pragma once

namespace checkride::emulator {

// The number below which a normally distributed one (mean 0, deviation 1) stays with this probability. Requires
// 0 < probability < 1. Relative error below 1e-15 (Wichura, algorithm AS 241, 1988).
double normal_quantile(double probability);

}  // namespace checkride::emulator
