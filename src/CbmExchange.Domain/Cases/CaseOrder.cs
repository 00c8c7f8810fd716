namespace CbmExchange.Domain.Cases;

/// <summary>Something in a case, as far as its place depends on it.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Item">What it is.</param>
/// <param name="Writer">Who wrote it; what one writer wrote stays in the order of its stream.</param>
/// <param name="Id">Under which others point to it; null for what nobody points to.</param>
/// <param name="Answers">What it points to; null for nothing.</param>
public sealed record CasePlace<T>(T Item, string Writer, string? Id = null, string? Answers = null);

/// <summary>
/// The order inside a case (design D7; domain.md §4.21: 28, 29): each writer's entries as in its stream, an answer
/// after what it answers, everything else as it came to this node. No clock is asked, least of all a foreign one.
/// </summary>
public static class CaseOrder
{
    /// <summary>
    /// Orders entries that are given in the order in which they came here. The same set, the same order.
    /// </summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<CasePlace<T>> arrived)
    {
        var placing = new Placing<T>(arrived);
        for (var index = 0; index < arrived.Count; index++)
        {
            placing.Place(index);
        }

        return placing.Ordered;
    }

    private sealed class Placing<T>(IReadOnlyList<CasePlace<T>> arrived)
    {
        private readonly Dictionary<string, int> byId = arrived
            .Select((place, index) => (place.Id, index)).Where(one => one.Id is not null)
            .GroupBy(one => one.Id!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First().index, StringComparer.Ordinal);

        private readonly int[] before = PreviousOfWriter(arrived);
        private readonly bool[] isPlaced = new bool[arrived.Count];

        public List<T> Ordered { get; } = new(arrived.Count);

        // Depth is bounded by a stack of our own: a chain of answers may be as long as the case.
        public void Place(int first)
        {
            var open = new Stack<int>([first]);
            var isOpen = new HashSet<int>();
            while (open.TryPeek(out var index))
            {
                var waits = isPlaced[index] || !isOpen.Add(index) ? [] : WaitsFor(index, isOpen);
                if (waits.Length == 0)
                {
                    open.Pop();
                    Put(index);
                }

                Array.ForEach(waits, open.Push);
            }
        }

        // Two that answer one another stand as they came: whoever is open already is not waited for.
        private int[] WaitsFor(int index, HashSet<int> isOpen)
        {
            var answered = arrived[index].Answers is { } id ? byId.GetValueOrDefault(id, -1) : -1;
            return
            [
                .. new[] { before[index], answered }
                    .Where(other => other >= 0 && !isPlaced[other] && !isOpen.Contains(other)),
            ];
        }

        private void Put(int index)
        {
            if (!isPlaced[index])
            {
                isPlaced[index] = true;
                Ordered.Add(arrived[index].Item);
            }
        }
    }

    private static int[] PreviousOfWriter<T>(IReadOnlyList<CasePlace<T>> arrived)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        var before = new int[arrived.Count];
        for (var index = 0; index < arrived.Count; index++)
        {
            before[index] = last.GetValueOrDefault(arrived[index].Writer, -1);
            last[arrived[index].Writer] = index;
        }

        return before;
    }
}
