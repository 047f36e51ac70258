"""What a chapter imports besides its checks: random numbers, data, nets, training, figures."""
