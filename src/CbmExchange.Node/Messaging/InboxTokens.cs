using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Store.Cases;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Messaging;

/// <summary>A place of the inbox as a page token. One that is none starts from the beginning.</summary>
internal static class InboxTokens
{
    public static string Write(InboxPlace place) => string.Create(
        CultureInfo.InvariantCulture,
        $"{place.Group}.{place.PrecedenceRank}.{place.Place.Position.Value}.{place.Place.Ordinal}");

    public static InboxPlace? Read(string token)
    {
        var parts = token.Split('.');
        return parts.Length == 4
            && TryNumber(parts[0], out var group)
            && TryNumber(parts[1], out var rank)
            && TryNumber(parts[2], out var position)
            && TryNumber(parts[3], out var ordinal)
            && group <= int.MaxValue
            && rank <= int.MaxValue
            ? new InboxPlace((int)group, (int)rank, new ReadingPlace(new LogPosition(position), ordinal))
            : null;
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
