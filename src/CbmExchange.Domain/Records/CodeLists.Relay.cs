using System.Collections.Immutable;

namespace CbmExchange.Domain.Records;

// Lists of proto/cbm/record/v1/relay.proto.
public static partial class CodeLists
{
    /// <summary>Closed.</summary>
    public static ImmutableArray<string> RelayChannel { get; } =
    ["voice", "e-mail", "fax", "courier", "meeting", "any"];

    /// <summary>Closed: a consent for more than one message and one time does not exist.</summary>
    public static ImmutableArray<string> RelayConsent { get; } = ["this-message-this-time"];

    /// <summary>Closed; neutral words.</summary>
    public static ImmutableArray<string> RelayResult { get; } =
    ["relayed", "no-reply", "undeliverable", "wrong-contact", "declined"];
}
