namespace CbmExchange.Domain.Records;

/// <summary>Why a field has no value (domain.md §4.1): three kinds that are never mixed.</summary>
public enum AbsentKind
{
    /// <summary>Nobody said anything.</summary>
    NotEntered,

    /// <summary>The originator does not know it.</summary>
    UnknownToUs,

    /// <summary>The originator will not say it, which is its right.</summary>
    Declined,
}

/// <summary>Reads the list <c>absent</c>.</summary>
public static class AbsentKinds
{
    /// <summary>Why the field is absent; null when it has a value. A withheld list reads as
    /// <see cref="AbsentKind.NotEntered"/>.</summary>
    public static AbsentKind? Of(RecordContent content, string field)
    {
        if (Json.Get(content.Claims, field) is not null)
        {
            return null;
        }

        var reason = Json.List(content.Claims, "absent")
            .Where(item => Json.String(item, "field") == field)
            .Select(item => Json.String(item, "reason"))
            .FirstOrDefault();
        return reason switch
        {
            "unknown-to-us" => AbsentKind.UnknownToUs,
            "declined" => AbsentKind.Declined,
            _ => AbsentKind.NotEntered,
        };
    }
}
