namespace CbmExchange.Envelopes.Statements;

/// <summary>Why a statement is not shown.</summary>
/// <param name="Name">One of <see cref="StatementFaults"/>.</param>
/// <param name="Sentence">One plain sentence without content of the record.</param>
public sealed record StatementFault(string Name, string Sentence);
