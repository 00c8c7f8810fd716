using System.Collections.Concurrent;
using System.Collections.Immutable;
using CbmExchange.Domain;
using CbmExchange.Domain.Exercises;
using CbmExchange.Node.Tables;
using CbmExchange.Store;

namespace CbmExchange.Node.Exercises;

/// <summary>What controllers of this node saw, in memory: some dozens for an exercise.</summary>
internal sealed class ObservationTable : IMemoryTable
{
    private readonly ConcurrentDictionary<RecordId, ImmutableArray<InjectObserved>> known = [];

    /// <summary>The stream of an inject's observations.</summary>
    public static string StreamOf(RecordId inject) => $"observations-{inject.Value}";

    /// <summary>Of one inject, in the order in which they were written down.</summary>
    public ImmutableArray<InjectObserved> Of(RecordId inject) => known.GetValueOrDefault(inject, []);

    /// <summary>Of one exercise.</summary>
    public IEnumerable<InjectObserved> OfExercise(string exerciseId) =>
        known.Values.SelectMany(all => all).Where(one => one.ExerciseId == exerciseId);

    /// <inheritdoc/>
    public void Apply(StoredEvent stored)
    {
        if (stored.Body is InjectObserved seen)
        {
            known[seen.Inject] = Of(seen.Inject).Add(seen);
        }
    }
}
