using System.Globalization;
using CbmExchange.Domain;
using CbmExchange.Store.Readings;

namespace CbmExchange.Node.Library;

/// <summary>
/// Where the next page of a search begins. Shelves are read one after the other; on that of documents the place is the
/// last one given, so that what arrives meanwhile moves nothing.
/// </summary>
/// <param name="Shelf">Index among the shelves asked for.</param>
/// <param name="Offset">Rows of a reference shelf already given.</param>
/// <param name="After">Place of the last document given.</param>
internal sealed record ShelfPlace(int Shelf, int Offset = 0, ReadingPlace? After = null)
{
    /// <summary>As a page token.</summary>
    public string Token => After is { } place
        ? string.Create(CultureInfo.InvariantCulture, $"{Shelf}.{place.Position.Value}.{place.Ordinal}")
        : string.Create(CultureInfo.InvariantCulture, $"{Shelf}.{Offset}");

    /// <summary>Reads a token; one that is none starts from the beginning.</summary>
    public static ShelfPlace Read(string token, int shelves)
    {
        var parts = token.Split('.');
        var numbers = parts
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : -1)
            .ToArray();
        return numbers switch
        {
            _ when numbers[0] < 0 || numbers[0] >= shelves => new ShelfPlace(0),
            [var shelf, >= 0 and <= int.MaxValue and var offset] => new ShelfPlace((int)shelf, (int)offset),
            [var shelf, >= 0 and var position, >= 0 and var ordinal] =>
                new ShelfPlace((int)shelf, 0, new ReadingPlace(new LogPosition(position), ordinal)),
            _ => new ShelfPlace(0),
        };
    }
}
