namespace CbmExchange.Sync.Startup;

/// <summary>The next state and what the shell must do, if anything.</summary>
/// <param name="State">State after the input.</param>
/// <param name="Output">One thing to do, or null.</param>
public sealed record HeadCheckStep(HeadCheckState State, HeadCheckOutput? Output);
