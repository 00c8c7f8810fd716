namespace CbmExchange.Node.Contacts;

/// <summary>
/// How many slips turn one name into another: a letter put in, taken out or changed, or two neighbours swapped, the
/// commonest of them (optimal string alignment).
/// </summary>
internal static class EditDistance
{
    /// <summary>Letters up to which the rows lie on the stack: names are shorter.</summary>
    private const int StackLengthMax = 256;

    /// <summary>The distance; names are short, so three rows of the plain table serve.</summary>
    public static int Between(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var width = right.Length + 1;
        Span<int> rows = width <= StackLengthMax ? stackalloc int[3 * width] : new int[3 * width];
        var before = rows[..width];
        var above = rows[width..(2 * width)];
        var row = rows[(2 * width)..];
        for (var column = 0; column < width; column++)
        {
            above[column] = column;
        }

        for (var taken = 1; taken <= left.Length; taken++)
        {
            row[0] = taken;
            for (var column = 1; column < width; column++)
            {
                var isSame = left[taken - 1] == right[column - 1];
                row[column] = Math.Min(
                    above[column - 1] + (isSame ? 0 : 1), 1 + Math.Min(above[column], row[column - 1]));
                if (taken > 1 && column > 1 && left[taken - 1] == right[column - 2]
                    && left[taken - 2] == right[column - 1])
                {
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                }
            }

            var free = before;
            before = above;
            above = row;
            row = free;
        }

        return above[^1];
    }
}
