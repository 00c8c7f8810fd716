namespace CbmExchange.Node.Verbs;

/// <summary>What every verb is given from outside.</summary>
/// <param name="Output">Where lines for the caller go.</param>
/// <param name="Time">Clock.</param>
/// <param name="Stopping">Ends a verb that runs until it is stopped.</param>
internal sealed record VerbContext(TextWriter Output, TimeProvider Time, CancellationToken Stopping);
