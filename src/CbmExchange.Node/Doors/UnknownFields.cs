using Google.Protobuf;

namespace CbmExchange.Node.Doors;

/// <summary>
/// Finds fields that this version of the protocol does not know. An officer's client that sends one believes that it
/// said something; silently dropping it could release more, or to more, than was meant.
/// </summary>
internal static class UnknownFields
{
    /// <summary>True when the message, or one inside it, holds such a field.</summary>
    public static bool AreIn(IMessage message)
    {
        var known = message.Descriptor.Parser.WithDiscardUnknownFields(true).ParseFrom(message.ToByteArray());
        return known.CalculateSize() != message.CalculateSize();
    }
}
