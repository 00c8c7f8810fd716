namespace CbmExchange.Domain.Release;

/// <summary>Kinds of peer entry that a record causes (proto/cbm/sync/v1/entry.proto).</summary>
public static class EntryKinds
{
    /// <summary>A version is given; with <c>replaces</c> it is an update.</summary>
    public const string Released = "released";

    /// <summary>A version that puts right what an earlier one said.</summary>
    public const string Corrected = "corrected";

    /// <summary>The originator no longer stands by the record.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>More of the version that the recipient holds, or a wider marking.</summary>
    public const string Widened = "widened";

    /// <summary>Less: later versions stop, and the recipient is asked to delete.</summary>
    public const string Narrowed = "narrowed";

    /// <summary>A notification or an answer: its delivery is receipted.</summary>
    public const string Message = "message";

    /// <summary>A fact of receipt, here an acknowledgement by a human.</summary>
    public const string Receipt = "receipt";
}
