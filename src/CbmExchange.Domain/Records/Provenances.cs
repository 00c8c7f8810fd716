namespace CbmExchange.Domain.Records;

/// <summary>Codes of the list provenance that code decides by.</summary>
public static class Provenances
{
    /// <summary>The participant itself says so.</summary>
    public const string SelfDeclared = "self-declared";

    /// <summary>An organisation entered it for a State, by a note that it names (domain.md §4.21: 37).</summary>
    public const string Relayed = "relayed";

    /// <summary>What a new record is: relayed where it says for whom.</summary>
    public static string Of(RecordContent content) =>
        Json.Get(content.Claims, ContentDefaults.RelayedForField) is null ? SelfDeclared : Relayed;
}
