using System.Collections.Immutable;
using CbmExchange.Domain.Exercises;
using CbmExchange.Domain.Records;
using CbmExchange.Envelopes.Statements;
using CbmExchange.Node.PeerStreams;
using CbmExchange.Node.Publishing;

namespace CbmExchange.Simulation.Nodes;

/// <summary>All that is simulated is actual: no exercise is known, and nothing is put aside.</summary>
internal sealed class NoExercises : IAsideEntries, IKnownExercises
{
    public Task<bool> IsAsideAsync(
        ReviewedEntry entry, VerifiedStatement statement, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    public Task<ImmutableArray<ExerciseState>> OfAsync(RecordHeader? header, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<ExerciseState>>([]);
}
