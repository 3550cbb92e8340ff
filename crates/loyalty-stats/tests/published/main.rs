//! Printed values, each with its source. Tolerance: the printed digits.
mod cdnow;
mod points;
