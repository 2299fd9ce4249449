"""Charts, controls and looks of the simulators and lessons."""
