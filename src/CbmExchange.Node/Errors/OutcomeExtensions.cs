using CbmExchange.Domain;

namespace CbmExchange.Node.Errors;

/// <summary>How a service leaves with a value or a refusal.</summary>
internal static class OutcomeExtensions
{
    /// <summary>The value; throws the gRPC form of the refusal otherwise.</summary>
    public static T OrThrow<T>(this Outcome<T> outcome, string recordId = "") =>
        outcome.Refusal is null ? outcome.Value : throw RefusalStatus.ToException(outcome.Refusal, recordId);
}
